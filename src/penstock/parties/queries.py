"""Reads of the directory, and the making of a viewer from a person or a token."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import models

from penstock.kernel.clock import now, today
from penstock.kernel.viewer import Viewer
from penstock.parties.models import DutyHeld, Government, Organisation, Person, Token

TOKEN_LIFE = timedelta(days=365)


def _held_today() -> models.Q:
    day = today()
    return models.Q(from_on__lte=day) & (models.Q(until_on__isnull=True) | models.Q(until_on__gte=day))


def viewer_for(person: Person) -> Viewer:
    """The viewer a person is today, with the duties held today; somebody who was deactivated holds none."""
    held = DutyHeld.objects.filter(_held_today(), person=person, person__is_active=True).values_list("duty", flat=True)
    return Viewer(
        person_id=person.id,
        organisation_id=person.organisation_id,
        name=person.name,
        organisation_name=person.organisation.name,
        country=person.organisation.government_id or "",
        duties=frozenset(held),
    )


def viewer_of_token(secret: str) -> Viewer | None:
    """The viewer behind a bearer token; None when it is unknown, expired or revoked, or its person is gone."""
    token = (
        Token.objects.filter(digest=token_digest(secret), revoked_at__isnull=True, expires_at__gt=now())
        .select_related("person__organisation")
        .first()
    )
    return viewer_for(token.person) if token and token.person.is_active else None


def token_digest(secret: str) -> str:
    """What is kept of a token's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def government(code: str) -> Government | None:
    """The government with this country code, if it takes part."""
    return Government.objects.select_related("counterpart").filter(code=code).first()


def government_of(organisation_id: UUID) -> str:
    """The country code of an organisation; empty for the secretariat."""
    code = Organisation.objects.filter(id=organisation_id).values_list("government_id", flat=True).first()
    return code or ""


def secretariat() -> Organisation:
    """The secretariat, which sees every notice."""
    return Organisation.objects.get(kind="secretariat")


def people_with(duty: str, organisation_id: UUID) -> models.QuerySet[Person]:
    """The people of an organisation who hold a duty today."""
    held = DutyHeld.objects.filter(_held_today(), duty=duty).values("person_id")
    return Person.objects.filter(organisation_id=organisation_id, is_active=True, id__in=held)


def organisation_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of organisations by id."""
    return dict(Organisation.objects.filter(id__in=set(ids)).values_list("id", "name"))


def organisations(ids: Iterable[UUID]) -> list[Organisation]:
    """Organisations with their governments, in the order of the ids given."""
    found = {one.id: one for one in Organisation.objects.filter(id__in=set(ids)).select_related("government")}
    return [found[one] for one in dict.fromkeys(ids) if one in found]


def directory(kind: str, text: str = "", *, after: str = "", limit: int = 200) -> list[Organisation]:
    """Organisations of one kind whose name, or whose government's name, holds `text`; `after` is the id of one."""
    rows = (
        Organisation.objects.filter(kind=kind).select_related("government").order_by("government__name", "name", "id")
    )
    if text:
        rows = rows.filter(models.Q(name__icontains=text) | models.Q(government__name__icontains=text))
    last = rows.filter(id=after).first() if is_uuid(after) else None
    if last and last.government:
        later = models.Q(government__name__gt=last.government.name)
        later |= models.Q(government__name=last.government.name, name__gt=last.name)
        rows = rows.filter(later)
    return list(rows[:limit])


def is_uuid(text: str) -> bool:
    """Whether a text from an address is an id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def person_ids(emails: Iterable[str]) -> dict[str, UUID]:
    """People's ids by e-mail address."""
    return dict(Person.objects.filter(email__in=list(emails)).values_list("email", "id"))
