"""Keeps what the checks said when an answer was given: on the record, for the answering authority alone."""

from penstock.kernel import record
from penstock.kernel.workflow import Taking
from penstock.notices.checks.table import check
from penstock.notices.states import IMPORTING

ANSWERED = frozenset({"no objection", "conditional", "objected", "unknown"})
"""The states in which the importing side has answered."""


def note_findings(taking: Taking) -> None:
    """Put the findings of this moment on the record with the answer of the importing side.

    They may name what other sides must not see (licences, screening lists), so only the answering office reads them.
    """
    if taking.step.to not in ANSWERED or taking.step.side != IMPORTING or taking.viewer.is_system:
        return
    notice = taking.case
    findings = [one.kept() for one in check(taking.viewer, notice)]
    told = {"answer": taking.step.verb, "of_edition": notice.edition, "findings": findings}
    record.append(
        record.Act(
            name="notice.checks_seen",
            case_id=notice.pk,
            viewer=taking.viewer,
            audience=[taking.viewer.organisation_id],
            data=told,
            duty=taking.step.duty,
        )
    )
