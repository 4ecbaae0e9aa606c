"""What anybody learns of a licence by its number: whether it is valid and until when, and what they know already.

A number is on offers and papers of its holder, so whoever does business with it may check the number. Who holds it is
not told: numbers run on, and whoever went through them would have the list of all who keep such substances. Whoever
gives the holder's name learns whether it is right, and only then whether the licence covers a substance. Numbers that
were never given out are answered like those that are valid no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from penstock.cases.clocks import last_ended_day
from penstock.cases.printing.asking import count
from penstock.catalogue.naming.identifying import known_substance
from penstock.engines.matching.likeness import likeness
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.companies.models import Licence
from penstock.parties.companies.standing import BARRED, SURE

VALID, NOT_VALID = "valid", "not valid"
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """How a number stands: `is_holder` and `covers` are None where they were not asked, or may not be told."""

    verdict: str
    until: date | None = None
    is_holder: bool | None = None
    covers: bool | None = None


def check(*, asker: str, number: str, name: str = "", substance: str = "") -> Answer:
    """Answer for a number, and for a name and a substance with it; Refused when `asker` asks too often."""
    with acting(SYSTEM):
        count(asker)
        rows = Licence.objects.visible_to(SYSTEM).exclude(granted_as="").select_related("company")
        found = [one for one in rows.filter(number=number.strip().upper()) if is_valid(one)]
        # The same work where there is no such licence, so that the time to answer tells nothing either.
        names = [name_ for one in found for name_ in (one.company.name, *one.company.other_names)] or [number]
        is_named = _is_one_of(name, names) if name.strip() else None
        wanted = known_substance(substance.strip()) if substance.strip() else None
    if not found:
        return Answer(NOT_VALID)
    covers = wanted in found[0].substances if is_named and substance.strip() else None
    return Answer(VALID, found[0].until_on, is_named, covers)


def is_valid(licence: Licence) -> bool:
    """Whether a licence may be relied on today: its last day is over only when it has ended everywhere on earth."""
    over = licence.until_on is not None and licence.until_on <= last_ended_day()
    return (
        licence.state == "valid" and not over and licence.from_on <= today() and licence.company.standing not in BARRED
    )


def _is_one_of(name: str, known: Sequence[str]) -> bool:
    return any(likeness(name[:LONGEST_NAME], one).score >= SURE for one in known)
