"""What is asked of a collection, and the pages of the answer: filters, versions, and a place to go on from.

Rows are asked for in the order in which they were added, behind the last one given: what is added meanwhile comes
later, and nothing is skipped or given twice. The place is sealed, so that nobody reads from it how much others added.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from penstock.exchange.taxii.models import Written

Row = TypeVar("Row", bound=Written)
PAGE = 1000
MOST_WORDS = 200
FIRST, LAST, ALL = "first", "last", "all"
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z")
_ROUNDS, _HALF = 4, 4


class Misasked(Exception):  # noqa: N818 - it is an answer, not an error
    """A question that is not as the specification has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which objects are asked for, and how many at once; empty means everything, and of versions the last."""

    limit: int = PAGE
    next: str = ""
    added_after: datetime | None = None
    ids: Sequence[str] = ()
    types: Sequence[str] = ()
    versions: Sequence[str] = (LAST,)
    spec_versions: Sequence[str] = ()
    joined: Sequence[tuple[datetime, UUID]] = ()
    before: Sequence[UUID] = ()


def joined(asked: Asked, sees_as: Sequence[UUID], since: Mapping[UUID, datetime]) -> Asked:
    """The question of somebody who joined these circles, each at an instant; earliest first, beside what it saw by."""
    later = sorted((at, one) for one, at in since.items())
    return replace(asked, joined=later, before=[one for one in sees_as if one not in since])


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the rows that were asked for, and the sealed place to go on from; empty on the last page."""

    rows: list[Written]
    next: str


def time_of(text: str) -> datetime:
    """An instant as STIX and TAXII write it; Misasked for anything else."""
    try:
        if _TIME.fullmatch(text):
            return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        pass
    raise Misasked(f"'{text[:60]}' is not an instant; write it like 2026-01-31T12:00:00.000Z.")


def written_time(at: datetime) -> str:
    """An instant to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def asked_of(query: Mapping[str, str], *allowed: str) -> Asked:
    """Read a query; filters that an address does not know are left alone, as the specification wants."""

    def words(name: str) -> list[str]:
        found = [one for one in query.get(f"match[{name}]", "").split(",") if one] if name in allowed else []
        if len(found) > MOST_WORDS:
            raise Misasked(f"At most {MOST_WORDS} values are taken in match[{name}].")
        return found

    versions = words("version") or [LAST if "version" in allowed else ALL]
    for one in versions:
        if one not in {FIRST, LAST, ALL}:
            time_of(one)
    limit = query.get("limit", str(PAGE))
    if not re.fullmatch(r"[0-9]{1,9}", limit) or int(limit) == 0:
        raise Misasked("'limit' is a whole number greater than zero.")
    after = query.get("added_after", "")
    return Asked(
        limit=min(int(limit), PAGE),
        next=query.get("next", ""),
        added_after=time_of(after) if after else None,
        ids=words("id"),
        types=words("type"),
        versions=versions,
        spec_versions=words("spec_version"),
    )


def matching(rows: "QuerySet[Row]", asked: Asked) -> "QuerySet[Row]":
    """The rows that pass the filters; of the versions of an object those asked for, among what else is asked for."""
    if asked.ids:
        rows = rows.filter(object_id__in=asked.ids)
    if asked.types:
        rows = rows.filter(type__in=asked.types)
    if asked.added_after:
        fresh = Q(added_at__gt=asked.added_after)
        for at, circle in asked.joined:
            fresh |= _by_joining(asked, at, circle)
        rows = rows.filter(fresh)
    same = Q(object_id=OuterRef("object_id"))
    if asked.spec_versions:
        rows = rows.filter(spec_version__in=asked.spec_versions)
    elif rows.model.specs_vary:
        newer = rows.order_by().filter(same, spec_version__gt=OuterRef("spec_version"))
        rows = rows.filter(~Exists(newer))
    if ALL in asked.versions:
        return rows
    wanted: Any = Q(version__in=[time_of(one) for one in asked.versions if one not in {FIRST, LAST}])
    pool = rows.order_by()
    if LAST in asked.versions:
        wanted |= ~Exists(pool.filter(same, version__gt=OuterRef("version")))
    if FIRST in asked.versions:
        wanted |= ~Exists(pool.filter(same, version__lt=OuterRef("version")))
    return rows.filter(wanted)


def page(rows: "QuerySet[Row]", asked: Asked, within: str) -> Page:
    """One page; `within` is what a place holds for: whose, of which collection, with which filters."""
    found: QuerySet[Any] = matching(rows, asked)
    behind = opened(asked.next, within) if asked.next else 0
    if asked.joined:
        some = _by_date(found, asked, behind)
    else:
        some = list(found.filter(place__gt=behind).order_by("place")[: asked.limit + 1])
    more = len(some) > asked.limit
    some = some[: asked.limit]
    return Page(list(some), sealed(some[-1].place, within) if more else "")


def _by_joining(asked: Asked, at: datetime, circle: UUID) -> Q:
    """What was there when a circle was joined, and is seen by that alone."""
    return Q(audience__overlap=[circle], added_at__lte=at) & ~Q(audience__overlap=list(asked.before))


def _by_date(rows: "QuerySet[Any]", asked: Asked, behind: int) -> list[Any]:
    """Rows in the order in which they were added for this reader, behind one of them."""
    dates = [When(_by_joining(asked, at, circle), then=Value(at)) for at, circle in asked.joined]
    dated = rows.annotate(date=Case(*dates, default=F("added_at")))
    if behind:
        last = dated.filter(place=behind).values_list("date", flat=True).first()
        if last is None:
            raise Misasked("What 'next' stood for is gone; begin anew without it.")
        dated = dated.filter(Q(date__gt=last) | Q(date=last, place__gt=behind))
    some = list(dated.order_by("date", "place")[: asked.limit + 1])
    for one in some:
        one.added_at = one.date
    return some


def sealed(place: int, within: str) -> str:
    """A place that only we can read, and only for what it was given for."""
    left, right = divmod(place, 1 << 32)
    for number in range(_ROUNDS):
        left, right = right, left ^ _mixed(number, right, within)
    block = left.to_bytes(_HALF) + right.to_bytes(_HALF)
    return base64.urlsafe_b64encode(block + _keyed(b"seal", block, within)[:8]).decode().rstrip("=")


def opened(text: str, within: str) -> int:
    """The place that was sealed; Misasked for anything that was not given for just this question."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raw = b""
    block, seal = raw[:8], raw[8:]
    if len(raw) != 16 or not hmac.compare_digest(seal, _keyed(b"seal", block, within)[:8]):  # noqa: PLR2004 - two blocks
        raise Misasked("'next' was not given for this question; begin anew without it.")
    left, right = int.from_bytes(block[:_HALF]), int.from_bytes(block[_HALF:])
    for number in reversed(range(_ROUNDS)):
        left, right = right ^ _mixed(number, left, within), left
    return (left << 32) + right


def _mixed(number: int, half: int, within: str) -> int:
    return int.from_bytes(_keyed(bytes([number]), half.to_bytes(_HALF), within)[:_HALF])


def _keyed(purpose: bytes, content: bytes, within: str) -> bytes:
    key = hashlib.sha256(b"taxii next\0" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, purpose + b"\0" + content + within.encode(), "sha256")
