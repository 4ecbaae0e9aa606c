"""The walk along a list: from a case to the next and the one before, as the list stood when it was left.

The address of a case's page carries the list, what it was narrowed to, and where the case stood in it. A case that was
answered meanwhile has left its place or the list; the place stays, so the next one is the one that followed it.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.lists.register import LISTS, CaseList, Values
from penstock.cases.models import Case
from penstock.kernel.viewer import NotVisible, Viewer

LONGEST = 1500


@dataclass(frozen=True, slots=True)
class Walk:
    """Where somebody is in a list: what it is narrowed to, and the place of the case they look at."""

    list: CaseList
    values: Values
    place: str

    @property
    def suffix(self) -> str:
        """What an address carries of it."""
        told = urlencode({"list": self.list.name, "at": self.place, **self.values})
        return "?" + urlencode({"walk": told})

    def at(self, case: Case) -> "Walk":
        """The same walk, at another case."""
        return Walk(self.list, self.values, self.list.order.place(case))


def towards(found: CaseList, values: Values, case: Case) -> str:
    """The address of a case's page, with the walk along its list."""
    return pages.page_of(case) + Walk(found, values, found.order.place(case)).suffix


def walk_in(request: HttpRequest) -> Walk | None:
    """The walk that an address carries; None where there is none that was ever given."""
    told = QueryDict(request.GET.get("walk", "")[:LONGEST]).dict()
    found, place = LISTS.get(str(told.pop("list", ""))), str(told.pop("at", ""))
    if found is None:
        return None
    try:
        found.order.beyond(place)
    except NotVisible:
        return None
    return Walk(found, found.asked(told).values, place)


def suffix_in(request: HttpRequest) -> str:
    """What an address carries of a walk, to be carried on."""
    walk = walk_in(request)
    return walk.suffix if walk else ""


def _neighbour(viewer: Viewer, walk: Walk, *, backwards: bool) -> Case | None:
    order = walk.list.order
    rows = walk.list.narrowed(viewer, walk.values).filter(order.beyond(walk.place, backwards=backwards))
    found: Case | None = order.rows(rows, backwards=backwards).first()
    return found


def shown(viewer: Viewer, walk: Walk | None) -> dict[str, Any]:
    """The walk as a page shows it: the list, the case before and the next one, with their keys."""
    if walk is None:
        return {"walk": None, "page_keys": []}
    before, after = (_neighbour(viewer, walk, backwards=backwards) for backwards in (True, False))
    return {
        "walk": {
            "label": _(walk.list.label),
            "url": walk.list.address(urlencode(walk.values)),
            "before": _stop(walk, before),
            "after": _stop(walk, after),
        },
        "page_keys": [
            {"key": "]", "label": _("Next case of the list")},
            {"key": "[", "label": _("Previous case of the list")},
            {"key": "u", "label": _("Back to the list")},
            {"key": "a", "label": _("The first answer that is open to you")},
        ],
    }


def _stop(walk: Walk, case: Case | None) -> dict[str, str] | None:
    if case is None:
        return None
    return {"reference": case.reference, "url": pages.page_of(case) + walk.at(case).suffix}
