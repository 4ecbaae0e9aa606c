"""Many answers in one sitting: `no objection` to routine notices, each judged, advanced and recorded by itself."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import advance, open_signature, refused_for
from penstock.notices.fields import SHIPMENT, TERMS
from penstock.notices.models import Notice
from penstock.notices.queries import likely_duplicates, notice_by_reference
from penstock.notices.shipments.checks import hits_in
from penstock.notices.states import NOTICES
from penstock.parties.duties import ANSWER_NOTICES

MOST = 100
"""Notices that one sitting may answer at once."""
WAITING = ("sent", "lapsed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What a list of waiting notices is narrowed to; empty means everything."""

    text: str = ""
    exporting: str = ""
    substance: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A notice that somebody chose, and the edition they had before them."""

    reference: str
    edition: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one chosen notice: cleared, or left with the code and the sentence why."""

    reference: str
    is_cleared: bool
    code: str = ""
    message: str = ""


Caution = Callable[[Viewer, Notice], str | None]


def _emergency(_viewer: Viewer, notice: Notice) -> str | None:
    return "This is an emergency. Answer it by itself, and at once." if notice.is_emergency else None


def _voluntary(_viewer: Viewer, notice: Notice) -> str | None:
    return "It stands on the voluntary track and owes no answer." if notice.track == "voluntary" else None


def _proposed(viewer: Viewer, notice: Notice) -> str | None:
    signature = open_signature(notice, viewer)
    text = "{name} has proposed another answer. Confirm or decline that first."
    return text.format(name=signature.person_name) if signature else None


def _notified_before(viewer: Viewer, notice: Notice) -> str | None:
    like = likely_duplicates(viewer, notice)
    return f"It is much like {like[0].reference}. Look whether it is the same shipment." if like else None


def _unnamed(_viewer: Viewer, notice: Notice) -> str | None:
    hits = hits_in(SHIPMENT.read(notice.content, strict=False), today())
    names = sorted({hit.name for hit in hits if hit.id not in notice.substances})
    return f"The goods look like more than is named: {', '.join(names)}." if names else None


CAUTIONS: list[Caution] = [_emergency, _voluntary, _proposed, _notified_before, _unnamed]
"""Why a notice is no routine: each says so in a sentence, or nothing. Further checks are added beside their own."""


def waiting(viewer: Viewer, lane: Lane) -> "QuerySet[Notice]":
    """The notices that await the viewer's organisation, of one lane, by clock; at most `MOST` are taken at once."""
    seen = Notice.objects.visible_to(viewer).select_related("opener", "counterpart", "waits_for")
    rows = seen.filter(counterpart_id=viewer.organisation_id, state__in=WAITING, is_open=True)
    if lane.exporting:
        rows = rows.filter(exporting=lane.exporting)
    if lane.substance:
        rows = rows.filter(substances__contains=[lane.substance])
    if lane.text:
        companies = Q(content__importer_name__icontains=lane.text) | Q(content__exporter_name__icontains=lane.text)
        rows = rows.filter(companies | Q(reference__icontains=lane.text))
    return rows.order_by(F("due_on").asc(nulls_last=True), "id")


def cautions_about(viewer: Viewer, notice: Notice) -> list[str]:
    """Everything that makes a notice no routine."""
    return [said for said in (caution(viewer, notice) for caution in CAUTIONS) if said]


def clear_many(*, viewer: Viewer, chosen: Iterable[Chosen], raw: Mapping[str, Any]) -> list[Outcome]:
    """Answer `no objection` to each chosen notice that is routine; the others are left, each with its reason.

    Nothing but `no objection` is given like this, and none of it can be undone. Refused where the answer itself has
    faults, or where too many are chosen.
    """
    viewer.needs(ANSWER_NOTICES)
    wanted = list(dict.fromkeys(chosen))
    if not wanted:
        raise Refused("nothing_chosen", "Choose at least one notice.")
    if len(wanted) > MOST:
        raise Refused("too_many", f"At most {MOST} notices are answered at once, and {len(wanted)} were chosen.")
    reading = TERMS.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    outcomes = [_clear(viewer, one, raw) for one in wanted]
    record.append(
        record.Act(
            name="notice.sitting",
            case_id=None,
            viewer=viewer,
            audience=[viewer.organisation_id],
            data={
                "cleared": [one.reference for one in outcomes if one.is_cleared],
                "left": {one.reference: one.code for one in outcomes if not one.is_cleared},
            },
            duty=ANSWER_NOTICES,
        )
    )
    return outcomes


def _clear(viewer: Viewer, chosen: Chosen, raw: Mapping[str, Any]) -> Outcome:
    try:
        # In a savepoint of its own: what is refused takes nothing of the others with it.
        with transaction.atomic():
            notice = notice_by_reference(viewer, chosen.reference)
            NOTICES.lock(viewer, notice.pk)
            notice.refresh_from_db()
            _refuse_unless_routine(viewer, notice, chosen)
            advance(NOTICES, notice.pk, "clear", viewer, raw)
    except Refused as no:
        return Outcome(chosen.reference, is_cleared=False, code=no.code, message=no.message)
    except NotVisible:
        return Outcome(chosen.reference, is_cleared=False, code="not_found", message="There is no such notice.")
    return Outcome(chosen.reference, is_cleared=True)


def _refuse_unless_routine(viewer: Viewer, notice: Notice, chosen: Chosen) -> None:
    if notice.state not in WAITING:
        raise Refused("not_waiting", "It does not await an answer any more.")
    if notice.edition != chosen.edition:
        raise Refused("amended_since", f"It was amended since you looked: this is edition {notice.edition}.")
    said = cautions_about(viewer, notice)
    if said:
        raise Refused("not_routine", " ".join(said))
