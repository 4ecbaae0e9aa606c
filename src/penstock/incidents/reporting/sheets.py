"""A sheet on a page: what was entered on it, and how it is drawn, with a short empty line to go on in."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.incidents.fields import INCIDENT, SHORT
from penstock.incidents.particulars.facts import SHARING
from penstock.incidents.particulars.sheet import MOST_LINES, Sheet
from penstock.incidents.sharing.offered import with_circles
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Fault, Viewer

BESIDE = (
    ("kind", "domain"),
    ("happened_on", "country"),
    ("locode", "latitude", "longitude"),
    ("origin_country", "origin_certainty"),
    ("departure_country", "departure_certainty"),
    ("transit_country", "transit_certainty"),
    ("destination_country", "destination_certainty"),
    *((f"substances-{n}-quantity", f"substances-{n}-unit") for n in range(MOST_LINES)),
)


def entered(data: QueryDict) -> dict[str, Any]:
    """What was entered on a page, whichever fields it asked; the sheet makes lines of it."""
    numbers = [int(parts[1]) for key in data if len(parts := key.split("-")) == 3 and parts[1].isdecimal()]  # noqa: PLR2004
    most = min(max(numbers, default=-1) + 1, MOST_LINES + 1)
    return INCIDENT.nested(pages.entered(INCIDENT.spread(dict.fromkeys(INCIDENT.lines, most)), data))


def _form(sheet: Sheet, kept: Mapping[str, Any]) -> Form:
    """The sheet spread out, with a short line of each kind to go on in."""
    counts = sheet.counts(kept)
    form, one_more = sheet.spread(counts), SHORT.spread({name: number + 1 for name, number in counts.items()})
    blank = {f"{lines.title} {counts[name] + 1}" for name, lines in SHORT.lines.items()}
    return replace(form, sections=(*form.sections, *(one for one in one_more.sections if one.title in blank)))


def sections(
    viewer: Viewer, sheet: Sheet, kept: Mapping[str, Any], faults: Iterable[Fault] = ()
) -> list[dict[str, Any]]:
    """The sheet to be filled in, who may see it at the end."""
    drawn = with_circles(viewer, pages.sections(_form(sheet, kept), sheet.flat(kept), faults, beside=BESIDE))
    return sorted(drawn, key=lambda one: bool(one["title"] == _(SHARING.title)))


def summary(sheet: Sheet, kept: Mapping[str, Any], faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """The faults, each leading to its field."""
    return pages.summary(_form(sheet, kept), faults)
