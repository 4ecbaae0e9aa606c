"""Many answers in one sitting: `no objection` to routine notices, each judged, advanced and recorded by itself."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.models import Signature
from penstock.kernel.viewer import Refused, Viewer
from penstock.kernel.workflow import advance, refused_for, signed_digest
from penstock.notices.checks.keeping import Sitting
from penstock.notices.fields import SHIPMENT, TERMS
from penstock.notices.models import Notice
from penstock.notices.queries import likely_before
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


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the notices of a sitting: who proposed another answer, and what each is much like."""

    proposed: Mapping[UUID, str]
    alike: Mapping[UUID, str]

    @classmethod
    def of(cls, viewer: Viewer, notices: Collection[Notice]) -> "Beside":
        """Read it for all of them at once."""
        return cls(proposals(viewer, notices), likely_before(viewer, notices))


Caution = Callable[[Beside, Notice], str | None]


def _emergency(_beside: Beside, notice: Notice) -> str | None:
    return "This is an emergency. Answer it by itself, and at once." if notice.is_emergency else None


def _voluntary(_beside: Beside, notice: Notice) -> str | None:
    return "It stands on the voluntary track and owes no answer." if notice.track == "voluntary" else None


def _proposed(beside: Beside, notice: Notice) -> str | None:
    name = beside.proposed.get(notice.pk)
    return f"{name} has proposed another answer. Confirm or decline that first." if name else None


def _notified_before(beside: Beside, notice: Notice) -> str | None:
    like = beside.alike.get(notice.pk)
    return f"It is much like {like}. Look whether it is the same shipment." if like else None


def _unnamed(_beside: Beside, notice: Notice) -> str | None:
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


def notices_of(viewer: Viewer, chosen: Iterable[Chosen]) -> "QuerySet[Notice]":
    """The chosen notices, as far as the viewer sees them."""
    return Notice.objects.visible_to(viewer).filter(reference__in={one.reference for one in chosen})


def proposals(viewer: Viewer, notices: Collection[Notice]) -> dict[UUID, str]:
    """Who of the viewer's organisation has proposed an answer to which notice, if that is still as it was signed."""
    known = {one.pk: one for one in notices}
    rows = Signature.objects.filter(case_id__in=known, organisation_id=viewer.organisation_id, outcome="open")
    return {
        one.case_id: one.person_name
        for one in rows
        if one.digest == signed_digest(one.verb, one.data, known[one.case_id])
    }


def cautions_about(viewer: Viewer, notices: Collection[Notice]) -> dict[UUID, list[str]]:
    """Everything that makes each of some notices no routine, by its id."""
    beside = Beside.of(viewer, notices)
    return {one.pk: [said for caution in CAUTIONS if (said := caution(beside, one))] for one in notices}


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
    outcomes, acts = _clear_each(viewer, wanted, raw)
    sitting = record.Act(
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
    record.append(*acts, sitting)
    return outcomes


def _clear_each(viewer: Viewer, wanted: list[Chosen], raw: Mapping[str, Any]) -> tuple[list[Outcome], list[record.Act]]:
    """Lock and look at all of them at once, then answer each by itself: what is refused takes none of the others."""
    rows = notices_of(viewer, wanted).select_for_update().order_by("id")
    known = {one.reference: one for one in rows}
    said = cautions_about(viewer, known.values())
    plain = [one for one in known.values() if one.counterpart_id == viewer.organisation_id and not said[one.pk]]
    sitting = Sitting.open(viewer, plain)
    outcomes = []
    for one in wanted:
        try:
            notice = _routine(known.get(one.reference), one, said)
            known[one.reference] = advance(NOTICES, notice.pk, "clear", viewer, raw, desk=sitting)
        except Refused as no:
            outcomes.append(Outcome(one.reference, is_cleared=False, code=no.code, message=no.message))
        else:
            outcomes.append(Outcome(one.reference, is_cleared=True))
    return outcomes, sitting.acts


def _routine(notice: Notice | None, chosen: Chosen, said: Mapping[UUID, list[str]]) -> Notice:
    """The notice, if it is there, waits, is as it was looked at, and nothing speaks against it; Refused otherwise."""
    if notice is None:
        raise Refused("not_found", "There is no such notice.")
    if notice.state not in WAITING:
        raise Refused("not_waiting", "It does not await an answer any more.")
    if notice.edition != chosen.edition:
        raise Refused("amended_since", f"It was amended since you looked: this is edition {notice.edition}.")
    if said[notice.pk]:
        raise Refused("not_routine", " ".join(said[notice.pk]))
    return notice
