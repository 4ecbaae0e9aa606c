"""What is known where the viewer may not look, cut down to what the viewer may be told.

This is the one place where the checks read as the system. What leaves it: for a company of another country one word;
for an order refused elsewhere the month, the class of the reason, and the secretariat as the one to ask.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from penstock.engines.matching.likeness import ALIKE, likeness
from penstock.engines.matching.names import lookup_keys
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.notices.models import Notice
from penstock.parties.companies.standing import Asked, Standing, Word, standings_each
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


def elsewhere(viewer: Viewer, wanted: Sequence[tuple[Notice, Mapping[str, Asked]]]) -> list[Elsewhere]:
    """Ask the registers of all countries and the refusals of all cases, and keep what this viewer may be told.

    Before a notice is sent nothing is told of another country's companies or refusals: a draft would be a way of asking
    at will, and leaves no trace with those whom it concerns.
    """
    home = _home(viewer)
    with acting(SYSTEM):
        known = standings_each(SYSTEM, [list(asked.values()) for _notice, asked in wanted])
        refused = _refused([(one, asked) for one, asked in wanted if one.sent_at is not None])
    return [
        Elsewhere(
            {role: _cut(each, home, is_sent=one.sent_at is not None) for role, each in zip(asked, found, strict=True)},
            _refusals(viewer.organisation_id, one, asked, refused) if one.sent_at is not None else (),
        )
        for (one, asked), found in zip(wanted, known, strict=True)
    ]


def _home(viewer: Viewer) -> str:
    """The country whose register the viewer reads whole; empty for whoever is no authority."""
    if viewer.is_system:
        return ""
    return viewer.country if Organisation.objects.filter(id=viewer.organisation_id, kind="authority").exists() else ""


def _cut(known: Standing, home: str, *, is_sent: bool) -> Party:
    if home and known.asked.country == home:
        return Party(known.asked, known.word, known)
    return Party(known.asked, known.word if is_sent else "cannot say", None)


def _names(asked: Mapping[str, Asked]) -> list[str]:
    return [asked[role].name for role in ("importer", "consignee") if role in asked]


def _keys(asked: Mapping[str, Asked]) -> set[str]:
    return {key for name in _names(asked) for key in lookup_keys(name)}


def _refused(wanted: Sequence[tuple[Notice, Mapping[str, Asked]]]) -> list[Notice]:
    """Refused notices that may be like one of those wanted, newest first."""
    keys = sorted({key for _notice, asked in wanted for key in _keys(asked)})
    if not keys:
        return []
    rows = Notice.objects.visible_to(SYSTEM).filter(
        refused_keys__overlap=keys,
        refused_on__isnull=False,
        refused_on__gte=today() - REMEMBERED,
        substances__overlap=sorted({each for one, _asked in wanted for each in one.substances}),
    )
    return list(rows.order_by("-refused_on", "-id")[: MOST_REFUSALS * len(wanted)])


def _refusals(
    organisation_id: UUID, notice: Notice, asked: Mapping[str, Asked], refused: Iterable[Notice]
) -> tuple[Refusal, ...]:
    names, keys, goods = _names(asked), _keys(asked), set(notice.substances)
    near = [
        one for one in refused if one.pk != notice.pk and keys & set(one.refused_keys) and goods & set(one.substances)
    ]
    return tuple(
        Refusal(
            one.refused_on.replace(day=1),
            REASONS.get(one.refused_for, "another reason"),
            one.reference if organisation_id in one.audience else "",
        )
        for one in near[:MOST_REFUSALS]
        if one.refused_on and _same_party(names, one)
    )


def _same_party(names: list[str], other: Notice) -> bool:
    known = (other.content.get("importer_name"), other.content.get("consignee_name"))
    return any(likeness(name, one).score >= ALIKE for name in names for one in known if one)
