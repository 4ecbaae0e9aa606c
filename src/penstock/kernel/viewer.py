"""Who looks or acts, and how they are told no."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody who is away, and for whom another person acts."""

    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """A person acting for one organisation, made at the door and passed first to every query and service.

    `country` is the two-letter code of where the organisation sits, empty where that is no one country.
    `absent` names, by duty, the person for whom that duty is held; a duty held in one's own right is not in it.
    `circles` are the standing audiences the organisation is in today: what any of them sees, it sees.
    """

    person_id: UUID
    organisation_id: UUID
    name: str
    organisation_name: str
    country: str = ""
    duties: frozenset[str] = frozenset()
    is_system: bool = False
    absent: Mapping[str, Absent] = dataclasses.field(default_factory=dict, hash=False)
    circles: frozenset[UUID] = frozenset()

    @property
    def sees_as(self) -> list[UUID]:
        """The members of an audience that mean this viewer: the organisation, and its circles."""
        return [self.organisation_id, *sorted(self.circles)]

    def has(self, duty: str) -> bool:
        """Whether the viewer holds `duty` today."""
        return duty in self.duties

    def acts_as(self, duty: str) -> frozenset[UUID]:
        """Whose act it is when the viewer uses `duty`: the viewer's, and that of the person who is away."""
        away = self.absent.get(duty)
        return frozenset({self.person_id, away.person_id} if away else {self.person_id})

    def needs(self, duty: str) -> None:
        """Go on only with `duty`; Refused without it."""
        if not self.has(duty):
            raise Refused("missing_duty", lacking(duty))


def lacking(duty: str) -> str:
    """What a viewer without a duty is told."""
    return f"This needs the duty '{duty}', which you do not hold."


NOBODY = UUID(int=0)
"""The id of no person and of no organisation."""

SYSTEM = Viewer(person_id=NOBODY, organisation_id=NOBODY, name="Penstock", organisation_name="", is_system=True)
"""The software itself: clocks, deliveries and imports act as it, on the record like everybody."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one field: a stable `code`, and a `text` with `{names}` that `values` fill."""

    field: str
    code: str
    text: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.text.format(**self.values)


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """The house says no: `code` is stable, `message` is for people, `faults` name the fields."""

    def __init__(self, code: str, message: str, faults: Iterable[Fault] = ()) -> None:
        """Say no with a code, a sentence and the faults of single fields."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.faults = tuple(faults)


class NotVisible(Exception):  # noqa: N818 - absent and invisible are one answer
    """There is nothing here for this viewer: absent and invisible are alike."""
