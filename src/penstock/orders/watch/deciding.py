"""Writes of verdicts: a person explains, asks the customer, reports, or looks again; nothing is refused by a score."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.kernel.clock import new_id, now
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.orders.customers.services import note, strictly
from penstock.orders.reports.services import begun_from, draft_report
from penstock.orders.watch import queries
from penstock.orders.watch.fields import FORMS, REPORTED
from penstock.orders.watch.models import Round, Standout, Verdict
from penstock.orders.watch.reporting import prefilled
from penstock.parties.duties import KEEP_CUSTOMERS, REPORT_SUSPICIONS

IN_HAND = "{round}: it stood out again in this round; decide there, where all evidence stands."
REPORTED_BEFORE = "It was reported already as {report}; add there what you learned since."


def may_decide(viewer: Viewer, row: Standout) -> Refused | None:
    """Why nothing can be decided on it here; None where something can."""
    newer = queries.newer_of(viewer, row)
    if newer is not None:
        return Refused("stood_out_again", IN_HAND.format(round=newer.round.number))
    return None


def decide(*, viewer: Viewer, standout_id: UUID, verdict: str, raw: Mapping[str, Any]) -> Verdict:
    """Decide on a standout; with a report a draft is begun from all that is known, which nobody else sees yet.

    A verdict is added and changes none before it. NotVisible or Refused where there is nothing to decide.
    """
    viewer.needs(KEEP_CUSTOMERS)
    if verdict not in FORMS:
        raise NotVisible
    if verdict == REPORTED:
        viewer.needs(REPORT_SUSPICIONS)
    with transaction.atomic():
        row = queries.standout(viewer, standout_id)
        reading = strictly(FORMS[verdict], raw)
        values = reading.values
        # Whoever decides at the same time waits here, so that one matter is not reported twice.
        Round.objects.visible_to(viewer).select_for_update().get(pk=row.round_id)
        no = may_decide(viewer, row)
        if no is not None:
            raise no
        report = _reported(viewer, row) if verdict == REPORTED else ""
        made = Verdict(
            id=new_id(),
            organisation_id=viewer.organisation_id,
            standout=row,
            verdict=verdict,
            ground=values.get("ground") or "",
            words=values.get("words") or "",
            again_on=values.get("again_on"),
            report=report,
            person_id=viewer.person_id,
            person_name=viewer.name,
            made_at=now(),
        )
        made.save(force_insert=True)
        told = {"standout": str(row.pk), "customer": row.customer.number, "verdict": verdict, **reading.kept}
        note(viewer, "watch.decided", {**told, "report": report})
    return made


def _reported(viewer: Viewer, row: Standout) -> str:
    before = Verdict.objects.visible_to(viewer).filter(standout=row, verdict=REPORTED).first()
    if before is not None:
        raise Refused("reported_before", REPORTED_BEFORE.format(report=before.report))
    report = draft_report(viewer=viewer, raw=begun_from({"contact_name": viewer.name, **prefilled(row)}))
    return report.reference
