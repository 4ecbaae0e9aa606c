"""The lists of notices, as those that may be narrowed, kept, walked and exported."""

from dataclasses import fields, replace
from typing import Any

from penstock.cases.lists import queries
from penstock.cases.lists.register import LISTS, CaseList, Filter, Order, Values
from penstock.catalogue.countries import countries
from penstock.catalogue.substances import tabled
from penstock.kernel.viewer import Refused, Viewer
from penstock.notices.answering.routine import Lane, waiting
from penstock.notices.lists.columns import COLUMNS, USUAL
from penstock.notices.particulars.tracks import TRACKS
from penstock.notices.queries import Filter as Wanted
from penstock.notices.queries import narrowed
from penstock.notices.states import STATES


def wanted(values: Values) -> Wanted:
    """What a list of notices is narrowed to, from the texts of an address."""
    return Wanted(**{**values, "emergency": values.get("emergency") == "yes"})  # type: ignore[arg-type]


def _notices(viewer: Viewer, values: Values) -> Any:
    return narrowed(viewer, wanted(values))


def _waiting(viewer: Viewer, values: Values) -> Any:
    return waiting(viewer, Lane(**values))


def _is_country(value: str) -> bool:
    return value in countries()


def _is_tabled(value: str) -> bool:
    return any(one.id == value for one in tabled())


NOTICE_LIST = CaseList(
    name="notices",
    label="Notices",
    route="notices",
    narrowed=_notices,
    order=Order(by="updated_at", newest_first=True),
    filters={
        "text": Filter(label="Text"),
        "state": Filter(label="State", understands=STATES.__contains__),
        "country": Filter(label="Country", understands=_is_country),
        "substance": Filter(label="Substance", understands=_is_tabled),
        "track": Filter(label="Track", understands=TRACKS.__contains__),
        "emergency": Filter(label="Emergency", understands="yes".__eq__),
    },
    columns=COLUMNS,
    usual=USUAL,
)
WAITING_LIST = CaseList(
    name="answers",
    label="Answer several",
    route="sitting",
    narrowed=_waiting,
    order=Order(by="due_on"),
    filters={
        "text": Filter(label="Company or reference"),
        "exporting": Filter(label="Exporting country", understands=_is_country),
        "substance": Filter(label="Substance", understands=_is_tabled),
    },
)


def by_search(viewer: Viewer, name: str, besides: Wanted) -> Wanted:
    """What a saved search of notices asks for, narrowed otherwise by what is said besides.

    NotVisible when there is no such search; Refused when it asks for what the list no longer knows, so that no program
    takes a wider list for the one it wanted.
    """
    asked = queries.asked_by(queries.search_named(viewer, name, NOTICE_LIST.name))
    if asked.unknown:
        gone = ", ".join(f"{name}={value}" for name, value in asked.unknown.items())
        raise Refused("filter_gone", f"The saved search asks for what the list has no filter for now: {gone}.")
    kept = wanted(asked.values)
    said = {one.name: value for one in fields(besides) if (value := getattr(besides, one.name))}
    return replace(kept, **said)


LISTS |= {one.name: one for one in (NOTICE_LIST, WAITING_LIST)}
