"""What a search of a MISP client asks for; a filter that is not known is refused, for ignoring it tells too much."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from penstock.catalogue.naming.identifying import identified_as
from penstock.exchange.misp.doors import Unreadable
from penstock.exchange.misp.taking import TLP_OF
from penstock.incidents.models import Incident
from penstock.kernel.clock import now

PAGE, MOST = 100, 500
AGO = re.compile(r"([0-9]{1,5})([dhm])")
UNITS = {"d": "days", "h": "hours", "m": "minutes"}
OWN_TAG = re.compile(r'penstock:(kind|domain|state)="?([^"]*)"?')
OF_OWN = {"kind": "category", "domain": "domain", "state": "state"}
SHAPE = {
    "returnFormat", "page", "limit", "metadata", "deleted", "includeEventUuid", "includeEventTags", "includeContext",
    "includeSightings", "sgReferenceOnly", "headerless", "withAttachments", "enforceWarninglist",
    "includeCorrelations", "includeDecayScore", "excludeDecayed", "requested_attributes", "to_ids",
}  # fmt: skip
"""What says how the answer looks; none of it makes the answer smaller than it is without it."""
NARROW = {"to_ids", "enforceWarninglist", "excludeDecayed", "requested_attributes"}
"""Those among them that would, where they are asked for."""


@dataclass(slots=True)
class Asked:
    """A search: what the events are narrowed to, which attributes are wanted, and which page."""

    where: Q = field(default_factory=Q)
    names: list[str] = field(default_factory=list)
    tags: list[tuple[str, str]] = field(default_factory=list)
    only: dict[str, list[str]] = field(default_factory=dict)
    published: bool | None = None
    page: int = 1
    limit: int | None = None
    metadata: bool = False
    has_value: bool = False


def asked_of(sent: Mapping[str, Any], *, of_attributes: bool = False) -> Asked:
    """Read a search; Unreadable where it asks for what is not known here."""
    asked = Asked()
    given = {key: value for key, value in sent.items() if value not in (None, "", [], {}, 0, False)}
    if sent.get("published") in (0, False, "0"):
        given["published"] = False
    for name, value in given.items():
        if name in _READERS:
            _READERS[name](asked, value)
        elif of_attributes and name in {"type", "category", "object_relation"}:
            asked.only[name] = _texts(value, name)
        elif name not in SHAPE or name in NARROW:
            message = f"A search by '{name}' is not known here; leave it out."
            raise Unreadable(message)
    if of_attributes and "value" in given:
        asked.only["value"] = _texts(given["value"], "value")
    if given.get("returnFormat", "json") != "json":
        raise Unreadable("Only the format 'json' is given here.")
    asked.metadata = bool(given.get("metadata"))
    return asked


def with_value(text: str) -> Q:
    """Incidents of which one answer is this text, or which are called by it; with % around it, those that hold it."""
    if "%" in text:
        return holding(text.strip("%"))
    path = Func(
        F("content"),
        Value("$.** ? (@ == $text)"),
        Func(Value("text"), Value(text), function="jsonb_build_object"),
        function="jsonb_path_exists",
        output_field=BooleanField(),
    )
    found = Q(reference=text) | Q(path)
    known = identified_as(text)
    return found | Q(substances__contains=[known]) if known else found


def holding(text: str) -> Q:
    """Incidents whose reference, title, place, summary or findings hold a text."""
    return (
        Q(reference__icontains=text)
        | Q(title__icontains=text)
        | Q(names__icontains=text)
        | Q(content__summary__icontains=text)
        | Q(content__place__icontains=text)
    )


def tagged(name: str) -> Q | None:
    """Incidents that bear a tag that is made from what they say; None for a tag of somebody's own."""
    if name.lower() in TLP_OF:
        return Q(marking=TLP_OF[name.lower()])
    own = OWN_TAG.fullmatch(name)
    return Q(**{OF_OWN[own[1]]: own[2]}) if own else None


def page_of(rows: "QuerySet[Incident]", asked: Asked) -> list[Incident]:
    """The rows of the page; Unreadable where no page was asked for and there are more than a page can hold."""
    limit = asked.limit or MOST
    first = (asked.page - 1) * limit
    found = list(rows.order_by("-updated_at", "-id")[first : first + limit + 1])
    if asked.limit is None and len(found) > limit:
        message = f"More than {MOST} events answer to this: ask for them by pages, with 'limit' and 'page'."
        raise Unreadable(message)
    return found[:limit]


def _texts(value: Any, name: str) -> list[str]:
    """One text or several."""
    rows = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str | int | float) and not isinstance(one, bool) for one in rows) or len(rows) > PAGE:
        message = f"'{name}' is a text, or a list of at most {PAGE} texts."
        raise Unreadable(message)
    return [str(one) for one in rows]


def _values(asked: Asked, value: Any) -> None:
    asked.where &= any_of(with_value(one) for one in _texts(value, "value"))


def _holding(asked: Asked, value: Any) -> None:
    asked.where &= any_of(holding(one.strip("%")) for one in _texts(value, "searchall"))


def any_of(conditions: Iterable[Q]) -> Q:
    """What passes one of the conditions."""
    found = Q()
    for one in conditions:
        found |= one
    return found


def _names(asked: Asked, value: Any) -> None:
    asked.names = [*asked.names, *_texts(value, "uuid")]


def _tags(asked: Asked, value: Any) -> None:
    """Tags as MISP asks for them: one, several of which one is enough, or AND, OR and NOT; ! before one means not."""
    parts = value if isinstance(value, dict) else {"OR": value}
    if not parts.keys() <= {"AND", "OR", "NOT"}:
        raise Unreadable("Tags are asked for by AND, OR and NOT.")
    asked.tags += [("AND", one) for one in _texts(parts.get("AND") or [], "tags")]
    for one in _texts(parts.get("OR") or [], "tags"):
        asked.tags.append(("NOT", one[1:]) if one.startswith("!") else ("OR", one))
    asked.tags += [("NOT", one) for one in _texts(parts.get("NOT") or [], "tags")]


def _organisations(asked: Asked, value: Any) -> None:
    asked.where &= Q(opener__name__in=_texts(value, "org"))


def _published(asked: Asked, value: Any) -> None:
    asked.published = str(value).lower() not in {"0", "false"}


def _page(asked: Asked, value: Any) -> None:
    asked.page = _number("page", value, 10_000_000)


def _limit(asked: Asked, value: Any) -> None:
    asked.limit = _number("limit", value, MOST)


def _number(name: str, value: Any, most: int) -> int:
    text = str(value)
    if not re.fullmatch(r"[0-9]{1,8}", text) or not 1 <= int(text) <= most:
        message = f"'{name}' is a number from 1 to {most}."
        raise Unreadable(message)
    return int(text)


def _on(name: str) -> Any:
    def read(asked: Asked, value: Any) -> None:
        asked.where &= Q(**{name: _day(value)})

    return read


def _at(column: str) -> Any:
    def read(asked: Asked, value: Any) -> None:
        ends: Sequence[Any] = value if isinstance(value, list) else [value]
        instants = sorted(_instant(one) for one in ends[:2])
        asked.where &= Q(**{f"{column}__gte": instants[0]})
        if len(instants) > 1:
            asked.where &= Q(**{f"{column}__lte": instants[1]})

    return read


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return _instant(value).date()


def _instant(value: Any) -> datetime:
    """An instant in seconds since 1970, or so long ago, such as 7d."""
    text = str(value)
    ago = AGO.fullmatch(text)
    try:
        return now() - timedelta(**{UNITS[ago[2]]: int(ago[1])}) if ago else datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"'{text[:40]}' is no time: write seconds since 1970, or 7d, 12h, 30m."
        raise Unreadable(message) from None


_READERS: Mapping[str, Any] = {
    "value": _values,
    "searchall": _holding,
    "quickFilter": _holding,
    "eventinfo": _holding,
    "uuid": _names,
    "eventid": _names,
    "tags": _tags,
    "event_tags": _tags,
    "org": _organisations,
    "from": _on("happened_on__gte"),
    "to": _on("happened_on__lte"),
    "timestamp": _at("updated_at"),
    "event_timestamp": _at("updated_at"),
    "publish_timestamp": _at("sent_at"),
    "published": _published,
    "page": _page,
    "limit": _limit,
}


def is_uuid(text: str) -> UUID | None:
    """The UUID that a text is, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
