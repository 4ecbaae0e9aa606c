"""Customers against the lists that their company may screen against; a process keeps a few lists ready.

What was found stays with the customer until it or a list changes: a check does not ask again.
"""

from collections import OrderedDict
from collections.abc import Iterator
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from penstock.cases.registers.models import ScreenedName
from penstock.engines.matching.screening.parties import Entry, Identifier, Kind, Party
from penstock.engines.matching.screening.screen import Screen
from penstock.kernel.viewer import Viewer
from penstock.orders.checking.law.orders import Known, Reason
from penstock.orders.customers.models import Customer

MOST_SCREENS = 4


class Named(NamedTuple):
    """A name on a list that a customer may bear."""

    name: str
    title: str
    score: float
    why: str


_screens: "OrderedDict[tuple[UUID, ...], Screen]" = OrderedDict()
_guard = Lock()


def near_listed(viewer: Viewer, lists: tuple[UUID, ...], known: Known) -> tuple[Named, ...]:
    """The names of some lists that a customer may bear: asked once for each edition of lists and customer, and kept."""
    if not lists:
        return ()
    asked = {"lists": [str(one) for one in lists], "edition": known.edition}
    if {name: known.screened.get(name) for name in asked} == asked:
        return tuple(Named(*one) for one in known.screened["found"])
    found = tuple(_asked(_screen(viewer, lists), known))
    Customer.objects.visible_to(viewer).filter(pk=known.id).update(screened={**asked, "found": [*map(list, found)]})
    return found


def _screen(viewer: Viewer, lists: tuple[UUID, ...]) -> Screen:
    """The lists of a company, read once; what they hold never changes, for a new edition is a new list."""
    with _guard:
        if lists in _screens:
            _screens.move_to_end(lists)
            return _screens[lists]
    rows = ScreenedName.objects.visible_to(viewer).filter(list__in=lists).select_related("list").order_by("id")
    screen = Screen(
        Entry(id=one.number or str(one.pk), names=(one.name,), list_id=one.list.title) for one in rows.iterator()
    )
    with _guard:
        _screens[lists] = screen
        while len(_screens) > MOST_SCREENS:
            _screens.popitem(last=False)
    return screen


def _asked(screen: Screen, known: Known) -> Iterator[Named]:
    content = known.content
    others = [one.strip() for one in str(content.get("other_names") or "").split(";") if one.strip()]
    number = str(content.get("register_number") or "")
    party = Party(
        id=str(known.id),
        names=(known.name, *others),
        kind=Kind.PERSON if known.category == "person" else Kind.COMPANY,
        countries=(known.country,),
        addresses=(str(content.get("address") or ""),),
        identifiers=(Identifier("registration", number),) if number else (),
    )
    for _party, alerts in screen.screen([party]):
        for one in alerts:
            why = ", ".join(reason.feature for reason in one.reasons)
            yield Named(one.listed, one.entry.list_id, one.score, why)


def reasons_for(found: tuple[Named, ...]) -> list[Reason]:
    """That a customer may be somebody on a list: a person decides whether it is."""
    text = "The customer may be {name} of the list {title} (score {score}; compared: {why})."
    return [
        Reason("near_listed", "hold", text,
               {"name": one.name, "title": one.title, "score": f"{one.score:.2f}", "why": one.why})
        for one in found
    ]  # fmt: skip
