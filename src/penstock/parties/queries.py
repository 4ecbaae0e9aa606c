"""Reads of the directory, and the making of a viewer from a person or a token."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import connection, models

from penstock.kernel.clock import now, today
from penstock.kernel.viewer import NOBODY, Absent, Viewer
from penstock.parties.circles.queries import RUNS, held_today, memberships_of, with_standing
from penstock.parties.models import Delegation, DutyHeld, Government, Organisation, Person

TOKEN_LIFE = timedelta(days=365)
# Written out, since every request begins with it: putting it together from models takes ten times as long as asking.
STANDING = f"""
SELECT office.name, office.kind, office.government_id,
  ARRAY(SELECT held.duty FROM parties_dutyheld held JOIN parties_person owner ON owner.id = held.person_id
    WHERE held.person_id = asked.person AND owner.is_active AND {RUNS.format("held")}),
  ARRAY(SELECT seat.circle_id FROM parties_membership seat
    WHERE seat.organisation_id = asked.organisation AND {RUNS.format("seat")}),
  EXISTS(SELECT 1 FROM parties_delegation lent WHERE lent.taker_id = asked.person AND {RUNS.format("lent")})
FROM (SELECT %s::uuid AS person, %s::uuid AS organisation, %s::date AS day) asked
JOIN parties_organisation office ON office.id = asked.organisation
"""  # noqa: S608 - put together from our own sentences
BEARER = """
SELECT person.id, person.name, person.organisation_id
FROM parties_token token JOIN parties_person person ON person.id = token.person_id
WHERE token.digest = %s AND token.revoked_at IS NULL AND token.expires_at > %s AND person.is_active
"""


def viewer_for(person: Person) -> Viewer:
    """The viewer a person is today, with the duties held or left to them today; a deactivated person has none."""
    return _viewer(person.pk, person.name, person.organisation_id)


def _viewer(person_id: UUID, name: str, organisation_id: UUID) -> Viewer:
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [person_id, organisation_id, today()])
        ((organisation_name, kind, country, duties, circles, is_deputy),) = cursor.fetchall()
    own = frozenset(duties)
    absent = {duty: away for duty, away in _absent_for(person_id).items() if duty not in own} if is_deputy else {}
    return Viewer(
        person_id=person_id,
        organisation_id=organisation_id,
        name=name,
        organisation_name=organisation_name,
        country=country or "",
        duties=own | absent.keys(),
        absent=absent,
        circles=with_standing(kind, own | absent.keys(), circles),
    )


def delegations_today() -> "models.QuerySet[Delegation]":
    """Delegations that run today, between colleagues who are both still there."""
    return Delegation.objects.filter(
        held_today(),
        giver__is_active=True,
        taker__is_active=True,
        giver__organisation=models.F("taker__organisation"),
    )


def _absent_for(person_id: UUID) -> dict[str, Absent]:
    """For whom a person may use which duty: what is left to them, and is still held by the one who left it.

    Where two people left the same duty, it is used for the one who did so first.
    """
    rows = list(delegations_today().filter(taker=person_id).select_related("giver"))
    held = DutyHeld.objects.filter(held_today(), person__in=[row.giver_id for row in rows])
    still = set(held.values_list("person_id", "duty"))
    found: dict[str, Absent] = {}
    for row in rows:
        for duty in row.duties:
            if (row.giver_id, duty) in still:
                found.setdefault(duty, Absent(row.giver_id, row.giver.name))
    return found


def viewer_of_token(secret: str) -> Viewer | None:
    """The viewer behind a bearer token; None when it is unknown, expired or revoked, or its person is gone."""
    with connection.cursor() as cursor:
        cursor.execute(BEARER, [token_digest(secret), now()])
        found = cursor.fetchone()
    return _viewer(*found) if found else None


def system_of(organisation: Organisation, *, duties: Iterable[str] = ()) -> Viewer:
    """An organisation's own system: with those of `duties` that somebody there holds today, and the circles they open.

    Without any of them it stands in no circle: what is told to one is for those who hold the duty to read it.
    """
    wanted = list(duties)
    held = DutyHeld.objects.filter(
        held_today(), duty__in=wanted, person__organisation=organisation, person__is_active=True
    )
    own = frozenset(held.values_list("duty", flat=True)) if wanted else frozenset[str]()
    circles = memberships_of(organisation.pk).values_list("circle", flat=True) if own else ()
    return Viewer(
        person_id=NOBODY,
        organisation_id=organisation.pk,
        name="Penstock",
        organisation_name=organisation.name,
        country=organisation.government_id or "",
        duties=own,
        circles=with_standing(organisation.kind, own, circles) if own else frozenset(),
    )


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
    """The people of an organisation who hold a duty today, and those to whom it is left today."""
    held = DutyHeld.objects.filter(held_today(), duty=duty).values("person_id")
    left = delegations_today().filter(duties__contains=[duty], giver__in=held).values("taker_id")
    people = Person.objects.filter(organisation_id=organisation_id, is_active=True)
    return people.filter(models.Q(id__in=held) | models.Q(id__in=left))


def office_for(opener: Organisation, duty: str) -> Organisation | None:
    """The authority that decides: the opener if it is one, else that of its country where people hold a duty today."""
    if opener.kind == "authority":
        return opener
    return offices_holding(opener.government_id or "", duty).first()


def offices_holding(code: str, duty: str) -> models.QuerySet[Organisation]:
    """The authorities of a country in which somebody holds a duty today, by name."""
    holding = DutyHeld.objects.filter(held_today(), duty=duty, person__is_active=True)
    offices = Organisation.objects.filter(
        kind="authority", government=code, pk__in=holding.values("person__organisation")
    )
    return offices.order_by("name", "pk")


def office_of_country(code: str, duty: str) -> Organisation | None:
    """The authority of a country that does what a duty opens, first the one that answers notices of precursors."""
    answering = Government.objects.filter(pk=code).values("counterpart")
    offices = offices_holding(code, duty)
    return offices.filter(pk__in=answering).first() or offices.first()


def duties_today(people: Iterable[Person]) -> dict[UUID, list[str]]:
    """The duties that people hold in their own right today, by person."""
    found: dict[UUID, list[str]] = {one.id: [] for one in people}
    for person_id, duty in DutyHeld.objects.filter(held_today(), person__in=found).values_list("person_id", "duty"):
        found[person_id].append(duty)
    return {key: sorted(set(held)) for key, held in found.items()}


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
