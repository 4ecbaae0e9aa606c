"""Writes to the directory: people, duties and tokens."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.viewer import Refused, Viewer
from penstock.parties.duties import DUTIES
from penstock.parties.models import DutyHeld, Organisation, Person, Token
from penstock.parties.queries import TOKEN_LIFE, token_digest


def add_person(
    *,
    viewer: Viewer,
    organisation: Organisation,
    name: str,
    email: str,
    password: str | None,
    duties: Iterable[str],
    on: date,
) -> Person:
    """Add a person with duties from a day on, without a password who chooses one; Refused when a duty is unknown."""
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
        record.append(_about(person, "person.added", viewer, {"duties": duties}))
    return person


def end_duties(*, viewer: Viewer, person: Person, on: date) -> None:
    """Let every duty of a person end with the day before `on`; one that would only have begun then is taken away."""
    with transaction.atomic():
        held = DutyHeld.objects.filter(person=person)
        held.filter(from_on__gte=on).delete()
        still = Q(until_on__isnull=True) | Q(until_on__gte=on)
        held.filter(still).update(until_on=on - timedelta(days=1))
        record.append(_about(person, "person.duties_ended", viewer, {}))


def deactivate(*, viewer: Viewer, person: Person) -> None:
    """Shut a person out from now on: no sign-in, open sessions and tokens end, and no duty is held any more."""
    with transaction.atomic():
        person.is_active = False
        person.save(update_fields=["is_active"])
        Token.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=now())
        record.append(_about(person, "person.deactivated", viewer, {}))


def _about(person: Person, name: str, viewer: Viewer, data: Mapping[str, Any]) -> record.Act:
    """An act on a person, which that person's organisation may see."""
    told = {"person": str(person.id), **data}
    return record.Act(name=name, case_id=None, viewer=viewer, audience=[person.organisation_id], data=told)


def issue_token(*, person: Person, label: str) -> str:
    """Make a bearer token for a person and answer its secret, which is shown once and kept nowhere."""
    secret = "pst_" + secrets.token_urlsafe(32)
    Token(person=person, digest=token_digest(secret), label=label, expires_at=now() + TOKEN_LIFE).save(
        force_insert=True
    )
    return secret
