"""The sheet of an incident on a page: what was entered on it, and how it is drawn."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from penstock.cases.sheets import pages
from penstock.cases.sheets.sheet import MOST_LINES, Sheet
from penstock.incidents.fields import INCIDENT, SHORT
from penstock.incidents.particulars.facts import SHARING
from penstock.incidents.sharing.offered import with_circles
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
    """What was entered on a page, whichever fields it asked."""
    return pages.entered(INCIDENT, data)


def sections(
    viewer: Viewer, sheet: Sheet, kept: Mapping[str, Any], faults: Iterable[Fault] = ()
) -> list[dict[str, Any]]:
    """The sheet to be filled in, who may see it at the end."""
    drawn = with_circles(viewer, pages.sections(sheet, SHORT, kept, faults, beside=BESIDE))
    return sorted(drawn, key=lambda one: bool(one["title"] == _(SHARING.title)))


def summary(sheet: Sheet, kept: Mapping[str, Any], faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """The faults, each leading to its field."""
    return pages.summary(sheet, SHORT, kept, faults)
