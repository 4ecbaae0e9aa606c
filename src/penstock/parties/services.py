"""Writes to the directory: people, duties and tokens."""

import secrets
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.viewer import Refused, Viewer
from penstock.parties.duties import DUTIES
from penstock.parties.models import DutyHeld, Organisation, Person, Token
from penstock.parties.queries import TOKEN_LIFE, token_digest


def add_person(
    *, viewer: Viewer, organisation: Organisation, name: str, email: str, password: str, duties: Iterable[str], on: date
) -> Person:
    """Add a person with duties from a day on; Refused when a duty is unknown."""
    duties = sorted(duties)
    unknown = [duty for duty in duties if duty not in DUTIES]
    if unknown:
        raise Refused("unknown_duty", f"There is no duty '{unknown[0]}'.")
    with transaction.atomic():
        person = Person(organisation=organisation, name=name, email=email.lower())
        person.set_password(password)
        person.save(force_insert=True)
        for duty in duties:
            DutyHeld(person=person, duty=duty, from_on=on).save(force_insert=True)
        record.append(
            record.Act(
                name="person.added",
                case_id=None,
                viewer=viewer,
                audience=[organisation.id],
                data={"person": str(person.id), "duties": duties},
            )
        )
    return person


def end_duties(*, viewer: Viewer, person: Person, on: date) -> None:
    """Let every duty of a person end with the day before `on`."""
    with transaction.atomic():
        DutyHeld.objects.filter(person=person, until_on__isnull=True, from_on__lt=on).update(
            until_on=date.fromordinal(on.toordinal() - 1)
        )
        record.append(
            record.Act(
                name="person.duties_ended",
                case_id=None,
                viewer=viewer,
                audience=[person.organisation_id],
                data={"person": str(person.id)},
            )
        )


def issue_token(*, person: Person, label: str) -> str:
    """Make a bearer token for a person and answer its secret, which is shown once and kept nowhere."""
    secret = "pst_" + secrets.token_urlsafe(32)
    Token(person=person, digest=token_digest(secret), label=label, expires_at=now() + TOKEN_LIFE).save(
        force_insert=True
    )
    return secret
