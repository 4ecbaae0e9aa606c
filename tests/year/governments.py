"""The governments of a script in the database: each with an authority, two officers, a head and their tokens."""

from datetime import UTC, date, datetime

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.duties import HEAD, OFFICER, SECRETARIAT
from penstock.parties.models import DutyHeld, Government, Organisation, Person, Token
from penstock.parties.queries import token_digest
from tests.year.script import Script

ROLES = {"officer": OFFICER, "second": OFFICER, "head": HEAD}
SINCE, UNTIL = date(2020, 1, 1), datetime(2030, 1, 1, tzinfo=UTC)
SECRETARY = "secretariat officer"


def token_of(who: str) -> str:
    """The bearer token of somebody, such as `NL officer`."""
    return f"pst_{who.replace(' ', '_')}"


def found(script: Script) -> None:
    """Found them all at once."""
    with acting(SYSTEM):
        office = Organisation.objects.create(kind="secretariat", name="The Secretariat")
        governments = Government.objects.bulk_create(
            Government(code=one.code, name=one.code, reply_days=one.reply_days) for one in script.countries
        )
        offices = Organisation.objects.bulk_create(
            Organisation(kind="authority", name=f"Authority of {one.code}", government=one) for one in governments
        )
        for government, authority in zip(governments, offices, strict=True):
            government.counterpart = authority
        Government.objects.bulk_update(governments, ["counterpart"])
        people = {f"{one.government_id} {role}": (one, ROLES[role]) for one in offices for role in ROLES}
        _hire({**people, SECRETARY: (office, SECRETARIAT)})


def _hire(people: dict[str, tuple[Organisation, frozenset[str]]]) -> None:
    persons = Person.objects.bulk_create(
        Person(organisation=office, name=who, email=f"{who.replace(' ', '.')}@year.example".lower(), password="!")  # noqa: S106
        for who, (office, _duties) in people.items()
    )
    duties = [duties for _office, duties in people.values()]
    DutyHeld.objects.bulk_create(
        DutyHeld(person=person, duty=duty, from_on=SINCE)
        for person, held in zip(persons, duties, strict=True)
        for duty in held
    )
    Token.objects.bulk_create(
        Token(person=person, digest=token_digest(token_of(person.name)), label="the year", expires_at=UNTIL)
        for person in persons
    )
