"""What is mailed after a step: that something waits, and nothing of what it is about."""

from uuid import UUID

from django.conf import settings

from penstock.kernel.delivery.outbox import send
from penstock.orders.reports.models import SuspiciousReport
from penstock.orders.reports.states import OFFICE
from penstock.parties.duties import READ_REPORTS

TO_OFFICE = frozenset({"tell", "send", "police", "add", "supply"})
TO_REPORTER = frozenset({"acknowledge", "ask", "instruct", "feedback", "close"})
BODIES = {OFFICE: "Something new waits for you.", "clock": "Something is due by law, and not yet noted as done."}


def tell_after(report: SuspiciousReport, verb: str) -> None:
    """Tell the other side of a step; who took a report down by telephone needs no letter."""
    if report.is_keyed_in:
        return
    if verb in TO_OFFICE and report.counterpart_id:
        write(report, report.counterpart_id, BODIES[OFFICE])
    elif verb in TO_REPORTER:
        write(report, report.opener_id, BODIES[OFFICE])


def write(report: SuspiciousReport, organisation_id: UUID, body: str) -> None:
    """Mail those of an organisation who read suspicious reports; the letter names a number and a page, no more."""
    link = f"{settings.BASE_URL}/suspicious-reports/{report.reference}/"
    told = {
        "organisation": str(organisation_id),
        "duty": READ_REPORTS,
        "subject": f"Penstock: {report.reference}",
        "body": f"{body}\n\n{link}\n",
    }
    send("announcement", told)
