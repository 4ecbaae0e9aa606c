"""Reads of a person's agenda; the viewer comes first."""

import hashlib

from django.conf import settings
from django.db.models import Q

from penstock.cases.models import Case
from penstock.cases.services import case_link
from penstock.exchange.agenda.icalendar import Deadline
from penstock.exchange.models import CalendarAddress, DigestPlan
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_CASES
from penstock.parties.queries import viewer_for

MOST_DEADLINES = 1000


def digest_of(secret: str) -> str:
    """What is kept of a calendar's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def viewer_of_calendar(secret: str) -> Viewer | None:
    """The person whose calendar has this secret, as a viewer; None when it is revoked, or the person may not read."""
    found = CalendarAddress.objects.filter(digest=digest_of(secret), revoked_at__isnull=True)
    address = found.select_related("person__organisation").first()
    viewer = viewer_for(address.person) if address else None
    return viewer if viewer and viewer.has(READ_CASES) else None


def address_of(viewer: Viewer) -> CalendarAddress | None:
    """The viewer's own calendar address that is in use."""
    return CalendarAddress.objects.filter(person_id=viewer.person_id, revoked_at__isnull=True).first()


def plan_of(viewer: Viewer) -> DigestPlan | None:
    """The viewer's own plan of the digest."""
    return DigestPlan.objects.visible_to(viewer).filter(person_id=viewer.person_id).first()


def deadlines(viewer: Viewer) -> list[Deadline]:
    """The days by which the viewer's organisation must answer or is owed an answer, the nearest first."""
    own = viewer.organisation_id
    seen = Case.objects.visible_to(viewer).filter(is_open=True, due_on__isnull=False, sent_at__isnull=False)
    rows = seen.filter(Q(waits_for=own) | Q(opener=own)).order_by("due_on", "reference")[:MOST_DEADLINES]
    host = settings.BASE_URL.partition("://")[2]
    return [
        Deadline(
            uid=f"{case.reference}@{host}",
            on=case.due_on,
            summary=f"{'Answer due' if case.waits_for_id == own else 'Answer awaited'}: {case.reference}",
            url=case_link(case.reference),
            changed_at=case.updated_at,
            revision=case.version,
        )
        for case in rows
        if case.due_on
    ]
