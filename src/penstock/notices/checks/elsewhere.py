"""What is known where the viewer may not look, cut down to what the viewer may be told.

This is the one place where the checks read as the system. What leaves it: for a company of another country one word;
for an order refused elsewhere the month, the class of the reason, and the secretariat as the one to ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from penstock.engines.matching.likeness import ALIKE, likeness
from penstock.engines.matching.names import lookup_keys
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.notices.models import Notice
from penstock.parties.companies.standing import Asked, Standing, Word, standings
from penstock.parties.models import Organisation

REMEMBERED = timedelta(days=3 * 365)
MOST_REFUSALS = 200
REASONS: Mapping[str, str] = {
    "unknown company": "the company",
    "no licence": "the company",
    "above need": "the quantity",
    "end use": "the end use",
    "false documents": "the documents",
    "prohibited": "the law of the importing country",
    "administrative": "an administrative requirement",
}
"""The class of each coded reason; nothing finer is told of another's case."""


@dataclass(frozen=True, slots=True)
class Party:
    """What may be told of a party: the one word for everybody, the whole for its own authorities alone."""

    asked: Asked
    word: Word
    whole: Standing | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """That a similar order was refused; `reference` only where the viewer sees that case anyway."""

    month: date
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The parties by their role, and the refusals, newest first."""

    parties: Mapping[str, Party]
    refusals: tuple[Refusal, ...]


def elsewhere(viewer: Viewer, notice: Notice, asked: Mapping[str, Asked]) -> Elsewhere:
    """Ask the registers of all countries and the refusals of all cases, and keep what this viewer may be told.

    Before a notice is sent nothing is told of another country's companies or refusals: a draft would be a way of asking
    at will, and leaves no trace with those whom it concerns.
    """
    home = _home(viewer)
    is_sent = notice.sent_at is not None
    with acting(SYSTEM):
        known = dict(zip(asked, standings(SYSTEM, asked.values()), strict=True))
        refusals = _refusals(viewer.organisation_id, notice, asked) if is_sent else ()
    return Elsewhere({role: _cut(one, home, is_sent=is_sent) for role, one in known.items()}, refusals)


def _home(viewer: Viewer) -> str:
    """The country whose register the viewer reads whole; empty for whoever is no authority."""
    if viewer.is_system:
        return ""
    return viewer.country if Organisation.objects.filter(id=viewer.organisation_id, kind="authority").exists() else ""


def _cut(known: Standing, home: str, *, is_sent: bool) -> Party:
    if home and known.asked.country == home:
        return Party(known.asked, known.word, known)
    return Party(known.asked, known.word if is_sent else "cannot say", None)


def _refusals(organisation_id: UUID, notice: Notice, asked: Mapping[str, Asked]) -> tuple[Refusal, ...]:
    names = [asked[role].name for role in ("importer", "consignee") if role in asked]
    keys = sorted({key for name in names for key in lookup_keys(name)})
    since = today() - REMEMBERED
    rows = Notice.objects.visible_to(SYSTEM).filter(
        refused_keys__overlap=keys,
        refused_on__isnull=False,
        refused_on__gte=since,
        substances__overlap=notice.substances,
    )
    rows = rows.exclude(pk=notice.pk).order_by("-refused_on", "-id")
    return tuple(
        Refusal(
            one.refused_on.replace(day=1),
            REASONS.get(one.refused_for, "another reason"),
            one.reference if organisation_id in one.audience else "",
        )
        for one in rows[:MOST_REFUSALS]
        if one.refused_on and _same_party(names, one)
    )


def _same_party(names: list[str], other: Notice) -> bool:
    known = (other.content.get("importer_name"), other.content.get("consignee_name"))
    return any(likeness(name, one).score >= ALIKE for name in names for one in known if one)
