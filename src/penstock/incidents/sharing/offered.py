"""The circles that a page offers an incident to be released to: those of one's own organisation, by name."""

from typing import Any

from django.utils.translation import gettext as _

from penstock.kernel.viewer import Viewer
from penstock.parties.circles.queries import circles_seen

CIRCLE_FIELD = "shared_circle"


def with_circles(viewer: Viewer, sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sections of a form with one's circles to choose from; whoever is in none is not asked for one."""
    names = [one.name for one in circles_seen(viewer)]
    for section in sections:
        for row in section["rows"]:
            for field in row:
                if field["name"] == CIRCLE_FIELD:
                    _offer(field, names)
        section["rows"] = [row for row in section["rows"] if not _is_empty(row)]
    return sections


def _offer(field: dict[str, Any], names: list[str]) -> None:
    given = str(field["value"] or "")
    known = next((one for one in names if one.casefold() == given.casefold()), given)
    offered = dict.fromkeys([*names, *([known] if known else [])])
    field |= {
        "kind": "select",
        "value": known,
        "choices": [{"value": "", "label": _("Choose one")}, *({"value": one, "label": one} for one in offered)],
    }


def _is_empty(row: list[dict[str, Any]]) -> bool:
    only_choice = 1
    return any(one["name"] == CIRCLE_FIELD and len(one["choices"]) <= only_choice and not one["errors"] for one in row)
