"""What a country's register says of a name: whether the company is known, licensed for a substance, and in standing.

`standings` reads with the viewer it is given. Who may learn only one word of the answer is given its `word`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from penstock.engines.matching.likeness import ALIKE, likeness
from penstock.engines.matching.names import lookup_keys
from penstock.kernel.viewer import Viewer
from penstock.parties.companies.models import Company, Licence

Word = Literal["yes", "no", "expired", "cannot say"]
"""All that other countries learn: registered and licensed, not, not any more, or that no register is kept."""
SURE = 0.97
BARRED = frozenset({"suspended", "struck off"})
MOST_CANDIDATES = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A name in a country, and the substances it is to be licensed for on a day."""

    country: str
    name: str
    substances: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known: `is_kept` tells whether the country keeps a register at all.

    `licensed` are the substances asked for under a licence that holds; `lapsed` those under one that held once, or is
    suspended or revoked; `is_sure` is false where the name is only like the company's.
    """

    asked: Asked
    is_kept: bool
    company: Company | None = None
    is_sure: bool = False
    licensed: tuple[str, ...] = ()
    lapsed: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    until_on: date | None = None

    @property
    def word(self) -> Word:
        """The one word that other countries learn."""
        if not self.is_kept:
            return "cannot say"
        wanted = set(self.asked.substances)
        if self.company is None or self.company.standing in BARRED or not self.is_sure:
            return "no"
        if wanted <= set(self.licensed):
            return "yes"
        return "expired" if wanted <= {*self.licensed, *self.lapsed} else "no"


def standings(viewer: Viewer, asked: Iterable[Asked]) -> list[Standing]:
    """What the registers that this viewer may read say of each name; three queries, however many names."""
    return standings_each(viewer, [list(asked)])[0]


def standings_each(viewer: Viewer, groups: Sequence[Sequence[Asked]]) -> list[list[Standing]]:
    """What the registers say of the names of several matters, each as if it were asked alone; three queries as well."""
    wanted = [[one for one in group if one.name and one.country] for group in groups]
    countries = {one.country for group in wanted for one in group}
    seen = Company.objects.visible_to(viewer).filter(government__in=countries)
    kept = set(seen.order_by().values_list("government_id", flat=True).distinct()) if countries else set()
    keys = [{key for one in group if one.country in kept for key in lookup_keys(one.name)} for group in wanted]
    found = seen.filter(keys__overlap=sorted(set().union(*keys))) if any(keys) else seen.none()
    rows = found.prefetch_related("licences")
    known = [(one, set(one.keys)) for one in rows[: MOST_CANDIDATES * len(wanted)]]
    return [_standings(group, own, known, kept) for group, own in zip(wanted, keys, strict=True)]


def _standings(
    asked: Sequence[Asked], keys: set[str], known: Sequence[tuple[Company, set[str]]], kept: Collection[str]
) -> list[Standing]:
    rows = [company for company, own in known if keys & own][:MOST_CANDIDATES]
    return [_standing(one, rows, is_kept=one.country in kept) for one in asked]


def _standing(asked: Asked, rows: Sequence[Company], *, is_kept: bool) -> Standing:
    scored = [(_likeness(asked.name, one), one) for one in rows if one.government_id == asked.country]
    score, company = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if company is None or score < ALIKE:
        return Standing(asked, is_kept)
    held = [one for one in company.licences.all() if set(one.substances) & set(asked.substances)]
    holding = [one for one in held if holds(one, asked.on)]
    return Standing(
        asked,
        is_kept,
        company,
        is_sure=score >= SURE,
        licensed=_named(holding, asked.substances),
        lapsed=_named([one for one in held if one not in holding], asked.substances),
        numbers=tuple(one.number for one in (holding or held)),
        until_on=max((one.until_on for one in (holding or held) if one.until_on), default=None),
    )


def _likeness(name: str, company: Company) -> float:
    return max(likeness(name, known).score for known in (company.name, *company.other_names))


def holds(licence: Licence, on: date) -> bool:
    """Whether a licence may be used on a day."""
    started = licence.from_on <= on and (licence.until_on is None or on <= licence.until_on)
    return started and licence.state == "valid"


def _named(licences: Collection[Licence], wanted: Collection[str]) -> tuple[str, ...]:
    covered = {one for licence in licences for one in licence.substances}
    return tuple(one for one in wanted if one in covered)
