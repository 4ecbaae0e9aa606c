"""Reads of enquiries; the viewer comes first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from penstock.cases.enquiries.models import Enquiry, Paper, Turn
from penstock.cases.models import Case
from penstock.kernel.models import VisibleRows
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.models import Organisation

MOST = 200


@dataclass(frozen=True, slots=True)
class Desk:
    """The viewer's enquiries: those to answer or to follow up, those others must answer, and those that are closed."""

    own_turn: list[Enquiry]
    others_turn: list[Enquiry]
    closed: list[Enquiry]


def turn_of(enquiry: Enquiry) -> Organisation | None:
    """Whose turn it is; None when the enquiry is closed."""
    return {"open": enquiry.asked, "answered": enquiry.asker}.get(enquiry.state)


def _seen(viewer: Viewer) -> VisibleRows[Enquiry]:
    return Enquiry.objects.visible_to(viewer).select_related("asker", "asked")


def enquiry(viewer: Viewer, enquiry_id: UUID) -> Enquiry:
    """The enquiry, if this viewer may see it; NotVisible otherwise."""
    found = _seen(viewer).filter(pk=enquiry_id).first()
    if found is None:
        raise NotVisible
    return found


def enquiries_on(viewer: Viewer, case: Case) -> list[Enquiry]:
    """The enquiries on a case that this viewer may see, in order."""
    return list(_seen(viewer).filter(case_id=case.pk).order_by("created_at"))


def desk(viewer: Viewer) -> Desk:
    """The viewer's enquiries by whose turn it is, the nearest due first."""
    rows = _seen(viewer)
    running = list(rows.exclude(state="closed").order_by("due_on", "created_at")[:MOST])
    own = {one.pk for one in running if (turn := turn_of(one)) and turn.pk == viewer.organisation_id}
    return Desk(
        own_turn=[one for one in running if one.pk in own],
        others_turn=[one for one in running if one.pk not in own],
        closed=list(rows.filter(state="closed").order_by("-updated_at")[:50]),
    )


def turns(viewer: Viewer, row: Enquiry) -> list[Turn]:
    """What was said in an enquiry, in order."""
    return list(Turn.objects.visible_to(viewer).filter(enquiry=row).select_related("organisation"))


def turns_on(viewer: Viewer, case: Case) -> list[Turn]:
    """What was said in all enquiries on a case that the viewer may see, in order."""
    rows = Turn.objects.visible_to(viewer).filter(enquiry__case_id=case.pk).select_related("organisation")
    return list(rows.order_by("made_at", "id"))


def papers(viewer: Viewer, row: Enquiry) -> list[Paper]:
    """The files given to an enquiry."""
    return list(Paper.objects.visible_to(viewer).filter(enquiry=row).select_related("organisation"))


def paper(viewer: Viewer, row: Enquiry, paper_id: UUID) -> Paper:
    """One file of an enquiry; NotVisible when there is none for this viewer."""
    found = Paper.objects.visible_to(viewer).filter(enquiry=row, pk=paper_id).first()
    if found is None:
        raise NotVisible
    return found


def case_of(viewer: Viewer, row: Enquiry) -> Case | None:
    """The case an enquiry is about; None for a company, which sees nothing of it."""
    return Case.objects.visible_to(viewer).filter(pk=row.case_id).first()


def may_be_asked(viewer: Viewer, case: Case) -> list[Organisation]:
    """Whom the viewer may ask about a case: the other side first, then the companies of the viewer's own country."""
    sides = [one for one in (case.opener, case.counterpart) if one]
    if viewer.organisation_id not in {one.pk for one in sides}:
        return []
    others = [one for one in sides if one.pk != viewer.organisation_id]
    companies = Organisation.objects.filter(kind="company", government=viewer.country or None)
    return [*others, *companies.order_by("name")]


def words_until(viewer: Viewer, case: Case, kind: str, at: datetime) -> dict[str, Any]:
    """The newest question or answer (`kind`) between the sides of a case by an instant; empty for third parties."""
    sides = {case.opener_id, case.counterpart_id}
    rows = Turn.objects.visible_to(viewer).filter(enquiry__case=case.pk, kind=kind, made_at__lte=at)
    turn = rows.filter(enquiry__asker__in=sides, enquiry__asked__in=sides).order_by("made_at", "id").last()
    return {"phrases": turn.phrases, kind: turn.text} if turn else {}
