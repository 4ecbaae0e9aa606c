"""What a company found may be: proposals with their reasons, among the register and the other finds; nothing merges."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from penstock.engines.matching.likeness import ALIKE, likeness
from penstock.industry.mapping.models import FoundCompany
from penstock.kernel.viewer import Viewer
from penstock.parties.companies.models import Company

MOST_READ, MOST_SHOWN = 300, 10


@dataclass(frozen=True, slots=True)
class Proposal:
    """A company that may be the one found: `verdict` is what it would be judged, `score` from 0 to 1."""

    verdict: str
    id: UUID
    name: str
    number: str
    score: float
    reason: str


def proposals(viewer: Viewer, found: FoundCompany) -> list[Proposal]:
    """What a company found may be, the likeliest first; the register's companies before other finds."""
    alike = Q(keys__overlap=found.keys) | (Q(number=found.number) if found.number else Q())
    register = Company.objects.visible_to(viewer).filter(alike, government=found.government_id)
    others = FoundCompany.objects.visible_to(viewer).filter(alike, government=found.government_id)
    others = others.exclude(pk=found.pk).exclude(verdict__in=["same", "dismissed"])
    scored = [*_scored(found, "known", register[:MOST_READ]), *_scored(found, "same", others[:MOST_READ])]
    scored.sort(key=lambda one: (-one.score, one.verdict, one.name))
    return scored[:MOST_SHOWN]


def _scored(found: FoundCompany, verdict: str, rows: Iterable[Company | FoundCompany]) -> list[Proposal]:
    scored = []
    for one in rows:
        names = (one.name, *(one.other_names if isinstance(one, Company) else ()))
        best = max((likeness(found.name, name) for name in names), key=lambda each: each.score)
        score, reason = best.score, best.reason
        if found.number and one.number == found.number:
            score, reason = 1.0, "the same number"
        if score >= ALIKE:
            scored.append(Proposal(verdict, one.pk, one.name, one.number, score, reason))
    return scored
