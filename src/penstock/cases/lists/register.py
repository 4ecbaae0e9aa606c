"""The lists of cases that there are: what each may be narrowed by, in which order it stands, and its columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from penstock.cases.models import Case
from penstock.cases.queries import LISTED_APART
from penstock.cases.secrecy.sight import CONFIDENTIAL, hidden_from
from penstock.kernel.viewer import NotVisible, Viewer

Values = Mapping[str, str]
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One thing a list may be narrowed by: what it is called, and whether it understands a value."""

    label: str
    understands: Callable[[str], bool] = bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: the text for people, the text for files, and the field behind it, where it may be secret."""

    name: str
    label: str
    shown: Callable[[Viewer, Any], str]
    written: Callable[[Viewer, Any], str]
    field: str = ""

    def is_hidden(self, viewer: Viewer, case: Case) -> bool:
        """Whether this cell of the case is secret from the viewer."""
        return bool(self.field) and self.field in hidden_from(viewer, case)

    def text(self, viewer: Viewer, case: Case) -> str:
        """The cell for files; in the place of a secret stands that it is one."""
        return CONFIDENTIAL if self.is_hidden(viewer, case) else self.written(viewer, case)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The order of a list: by one field and then the id, what has no value at the end of an ascending one."""

    by: str
    newest_first: bool = False

    def rows(self, rows: "QuerySet[Any]", *, backwards: bool = False) -> "QuerySet[Any]":
        """Rows in this order, or in the opposite one."""
        sign = "" if self._ascends(backwards=backwards) else "-"
        return rows.order_by(f"{sign}{self.by}", f"{sign}id")

    def _ascends(self, *, backwards: bool) -> bool:
        return self.newest_first is backwards

    def place(self, case: Case) -> str:
        """Where a case stands, as text that an address carries."""
        value: date | datetime | None = getattr(case, self.by)
        return f"{value.isoformat() if value else ''}~{case.id}"

    def beyond(self, place: str, *, backwards: bool = False) -> Q:
        """What stands after a place, or before it; NotVisible for a place that was never given."""
        value, last = _place(place)
        # Only instants stand newest first, and only days the oldest first: anything else was never given.
        if value is not None and isinstance(value, datetime) is not self.newest_first:
            raise NotVisible
        ascends = self._ascends(backwards=backwards)
        then = "gt" if ascends else "lt"
        none, later = Q(**{f"{self.by}__isnull": True}), Q(**{f"id__{then}": last})
        if value is None:
            return none & later if ascends else (none & later) | ~none
        found = Q(**{self.by: value}) & later | Q(**{f"{self.by}__{then}": value})
        return found | none if ascends else found


def _place(place: str) -> tuple[date | datetime | None, UUID]:
    text, _tilde, last = place.partition("~")
    try:
        if not text:
            return None, UUID(last)
        if "T" not in text:
            return date.fromisoformat(text), UUID(last)
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise NotVisible from None
    if instant.tzinfo is None:
        raise NotVisible
    return instant, UUID(last)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list was asked for: the filters that it understands, and those it does not, by name."""

    values: Values
    unknown: Values

    @property
    def query(self) -> str:
        """What is understood, as it stands in an address."""
        return urlencode(self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """A list of cases: its name and route, what it is narrowed by, its order, and its columns with the usual ones.

    `narrowed` goes through `visible_to`, and lets a filter on a secret answer hit only where it may be read. A list
    without columns has neither columns of one's own nor exports; one without filters has no saved searches. The first
    of the usual columns leads to the case and is always shown.
    """

    name: str
    label: str
    route: str
    narrowed: Callable[[Viewer, Values], "QuerySet[Any]"]
    order: Order
    filters: Mapping[str, Filter] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    usual: tuple[str, ...] = ()

    def asked(self, given: Mapping[str, Any], *, only_own: bool = False) -> Asked:
        """What is asked for by an address or a saved search; `only_own` passes over names that are no filters."""
        told = {name: str(value).strip()[:LONGEST_VALUE] for name, value in given.items() if str(value).strip()}
        known = {name: told[name] for name, one in self.filters.items() if name in told and one.understands(told[name])}
        rest = {name: value for name, value in told.items() if name not in known}
        return Asked(known, {name: value for name, value in rest.items() if name in self.filters or not only_own})

    def address(self, query: str = "") -> str:
        """The page of the list, narrowed."""
        return reverse(self.route) + (f"?{query}" if query else "")


LISTS: dict[str, CaseList] = {}
"""The lists by name; each regime adds its own beside its routes."""


def list_named(name: str) -> CaseList:
    """The list with this name; NotVisible when there is none."""
    if name not in LISTS:
        raise NotVisible
    return LISTS[name]


def with_columns(name: str) -> CaseList:
    """The same, of those that have columns."""
    found = list_named(name)
    if not found.columns:
        raise NotVisible
    return found


def _to_answer(viewer: Viewer, _values: Values) -> Any:
    sent = Case.objects.visible_to(viewer).filter(is_open=True, sent_at__isnull=False)
    return sent.exclude(kind__in=LISTED_APART).filter(waits_for=viewer.organisation_id)


TO_ANSWER = CaseList(name="inbox", label="Inbox", route="inbox", narrowed=_to_answer, order=Order(by="due_on"))
LISTS[TO_ANSWER.name] = TO_ANSWER
"""What waits for the viewer's answer, to be walked along."""
