"""The record: every act writes one event in its own transaction, chained by hash to the one before.

`penstock record verify` checks the chain with a program of its own that shares no code with this.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection

from penstock.kernel.clock import now
from penstock.kernel.models import Access, ChainHead, Event
from penstock.kernel.rowsecurity import copy_models
from penstock.kernel.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is about to be put on the record; with its `duty`, the record says for whom it was done."""

    name: str
    case_id: UUID | None
    viewer: Viewer
    audience: Sequence[UUID]
    data: Mapping[str, Any]
    duty: str = ""

    @property
    def told(self) -> dict[str, Any]:
        """The data, and the name of the person who is away where the duty was used for somebody."""
        away = self.viewer.absent.get(self.duty)
        return {**self.data, "for": away.name} if away else dict(self.data)


def link_hash(previous: str, content: Mapping[str, Any]) -> str:
    """SHA-256 over the previous hash and the event as canonical JSON (sorted keys, no spaces, UTF-8)."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(previous.encode() + text.encode()).hexdigest()


def _link(act: Act, *, seq: int, at: datetime, previous: str) -> Event:
    event = Event(
        seq=seq,
        at=at,
        name=act.name,
        case_id=act.case_id,
        person_id=act.viewer.person_id,
        person_name=act.viewer.name,
        organisation_id=act.viewer.organisation_id,
        organisation_name=act.viewer.organisation_name,
        data=act.told,
        audience=list(act.audience),
        previous=previous,
    )
    event.hash = link_hash(previous, content_of(event))
    return event


def content_of(event: Event) -> dict[str, Any]:
    """The part of an event that its hash covers, in the shape that is hashed."""
    return {
        "seq": event.seq,
        "at": event.at.isoformat(timespec="microseconds"),
        "name": event.name,
        "case_id": str(event.case_id) if event.case_id else None,
        "person_id": str(event.person_id),
        "person_name": event.person_name,
        "organisation_id": str(event.organisation_id),
        "organisation_name": event.organisation_name,
        "data": event.data,
        "audience": [str(one) for one in event.audience],
    }


def append(*acts: Act) -> None:
    """Put an act, or a few that belong together, on the record in their transaction."""
    _put(acts, Event.objects.bulk_create)


def append_many(acts: Iterable[Act]) -> int:
    """Put very many acts on the record at once, in the order given; answers how many."""
    return _put(acts, partial(copy_models, Event))


# The head and its nudges in one statement, since nobody else can act between the lock of the head and the commit.
CLOSE = """
UPDATE kernel_chainhead SET seq = %s, hash = %s WHERE id = 1
RETURNING (SELECT count(pg_notify('penstock', told)) FROM unnest(%s::text[]) AS told)
"""


def _put(acts: Iterable[Act], write: Callable[[Iterable[Event]], object]) -> int:
    """Link acts to the chain. Everybody else's act waits from here to the commit, so it stands late in one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, seq, hash FROM kernel_chainhead WHERE id = 1 FOR UPDATE")
        head, at, told = ChainHead(*cursor.fetchone()), now(), set[UUID]()
        before = head.seq

        def linked() -> Iterator[Event]:
            for act in acts:
                event = _link(act, seq=head.seq + 1, at=at, previous=head.hash)
                head.seq, head.hash = event.seq, event.hash
                told.update(event.audience)
                yield event

        write(linked())
        cursor.execute(CLOSE, [head.seq, head.hash, _nudges(head.seq, told)])
    return head.seq - before


def _nudges(seq: int, organisations: Iterable[UUID]) -> list[str]:
    """What listeners are told if this transaction commits: whose view has changed, in payloads under 8000 bytes."""
    names = sorted(map(str, organisations))
    return [f"{seq} {','.join(names[start : start + 200])}" for start in range(0, len(names), 200)]


def note_access(viewer: Viewer, what: str, outcome: str) -> None:
    """Write down a refusal or a sensitive read; call it outside the transaction that was refused."""
    Access(person_id=viewer.person_id, organisation_id=viewer.organisation_id, what=what, outcome=outcome).save(
        force_insert=True
    )
