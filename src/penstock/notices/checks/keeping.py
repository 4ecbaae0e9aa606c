"""Keeps what the checks said when an answer was given: on the record, for the answering authority alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from penstock.kernel import record
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Taking
from penstock.notices.checks.findings import Checked
from penstock.notices.checks.table import check, check_many
from penstock.notices.models import Notice
from penstock.notices.states import IMPORTING

ANSWERED = frozenset({"no objection", "conditional", "objected", "unknown"})
"""The states in which the importing side has answered."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the checks say of all notices of a sitting, and its acts, which go on the record together at its end."""

    found: Mapping[UUID, list[Checked]]
    acts: list[record.Act] = field(default_factory=list)

    @classmethod
    def open(cls, viewer: Viewer, notices: Iterable[Notice]) -> "Sitting":
        """Check every notice that is about to be answered."""
        return cls(check_many(viewer, notices))


def findings_seen(taking: Taking) -> list[record.Act]:
    """The act that keeps the findings of this moment with the answer of the importing side, if this is one.

    They may name what other sides must not see (licences, screening lists), so only the answering office reads them.
    """
    if taking.step.to not in ANSWERED or taking.step.side != IMPORTING or taking.viewer.is_system:
        return []
    notice, sitting = taking.case, taking.desk if isinstance(taking.desk, Sitting) else None
    found = sitting.found[notice.pk] if sitting else check(taking.viewer, notice)
    act = record.Act(
        name="notice.checks_seen",
        case_id=notice.pk,
        viewer=taking.viewer,
        audience=[taking.viewer.organisation_id],
        data={"answer": taking.step.verb, "of_edition": notice.edition, "findings": [one.kept() for one in found]},
        duty=taking.step.duty,
    )
    return [act]
