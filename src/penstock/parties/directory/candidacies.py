"""The first administrator of a country: asked for by whoever the government named, confirmed by two of the secretariat.

The confirmation is a step of two signatures, and its form is the check made outside this system: by which way, where
the contact was taken from, whom they spoke to, and when.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from penstock.kernel import record, workflow
from penstock.kernel.clock import now
from penstock.kernel.delivery.outbox import send
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused, Viewer
from penstock.kernel.workflow import Effect, Step, Taking, Workflow, refused_for
from penstock.parties.directory.fields import CHECK, REQUEST, TURNING_DOWN
from penstock.parties.directory.models import Candidacy
from penstock.parties.directory.people import admit
from penstock.parties.directory.queries import administrators, government_named
from penstock.parties.duties import ADMINISTER, ADMINISTRATOR
from penstock.parties.models import Organisation
from penstock.parties.queries import people_with, secretariat

SECRETARIAT = "secretariat"
STATES = {"requested": "Requested", "confirmed": "Confirmed", "turned down": "Turned down"}
TONES = {"requested": "warn", "confirmed": "ok", "turned down": "neutral"}
MOST_WAITING, MOST_A_DAY = 5, 100
"""Requests that may wait for one government, and that are taken in a day: the page stands open to everybody."""

CANDIDACIES = Workflow(
    kind="candidacy",
    sides={SECRETARIAT: "secretariat_id"},
    states=STATES,
    initial="requested",
    final=frozenset({"confirmed", "turned down"}),
    steps=(
        Step(
            "appoint",
            "Confirm as administrator",
            ("requested",),
            "confirmed",
            SECRETARIAT,
            ADMINISTER,
            "candidacy.confirmed",
            form=CHECK,
            second=True,
        ),
        Step(
            "refuse",
            "Turn down",
            ("requested",),
            "turned down",
            SECRETARIAT,
            ADMINISTER,
            "candidacy.turned_down",
            form=TURNING_DOWN,
        ),
    ),
)
CANDIDACIES.model = Candidacy


def request_administration(*, country: str, raw: Mapping[str, Any]) -> Candidacy:
    """Ask to be a country's first administrator; whoever asks has no account yet, so the software keeps the request.

    Refused when something in the form is wrong, when the country has an administrator, or when too many wait.
    """
    reading = REQUEST.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    with acting(SYSTEM):
        government, office = government_named(country), secretariat()
        if administrators(government.code):
            raise Refused("has_administrator", "This country has an administrator, who can invite you.")
        waiting = Candidacy.objects.visible_to(SYSTEM)
        if waiting.filter(government=government, state="requested").count() >= MOST_WAITING:
            raise Refused("too_many", "Enough requests for this country are waiting to be checked.")
        if waiting.filter(created_at__gt=now() - timedelta(days=1)).count() >= MOST_A_DAY:
            raise Refused("too_many", "Too many requests came today. Write to the secretariat.")
        row = Candidacy(
            government=government,
            secretariat=office,
            audience=[office.id],
            name=reading.values["name"],
            content=dict(reading.kept),
        )
        workflow.begin(CANDIDACIES, row).save(force_insert=True)
        told = {"country": government.code, **reading.kept}
        record.append(
            record.Act(name="candidacy.requested", case_id=row.pk, viewer=SYSTEM, audience=row.audience, data=told)
        )
        _tell(f"To be checked: an administrator for {government.name}", row)
    return row


def _tell(subject: str, row: Candidacy, *, but: Viewer | None = None) -> None:
    link = f"{settings.BASE_URL}/directory/candidacies/{row.pk}/"
    for person in people_with(ADMINISTER, row.secretariat_id):
        if but is None or person.id != but.person_id:
            send("mail", {"to": person.email, "subject": subject, "body": link})


@CANDIDACIES.guard("appoint")
def _has_one(row: Candidacy, _viewer: Viewer) -> str | None:
    return "This country has an administrator." if administrators(row.government_id) else None


@CANDIDACIES.effect("appoint")
def _appoint(taking: Taking) -> Effect:
    """Found the authority where it is new, and make the account."""
    row = taking.case
    office, is_new = Organisation.objects.get_or_create(
        kind="authority", government_id=row.government_id, name=row.content["authority"]
    )
    if is_new and row.government.counterpart_id is None:
        row.government.counterpart = office
        row.government.save(update_fields=["counterpart"])
    person = admit(taking.viewer, office, name=row.content["name"], email=row.content["email"], duties=ADMINISTRATOR)
    return Effect(data={**taking.kept, "person": str(person.id), "founded": is_new})


@CANDIDACIES.effect("refuse")
def _refuse(taking: Taking) -> Effect:
    """Tell whoever asked, without the reason, which stays within the secretariat."""
    row = taking.case
    body = f"Your request to administer {row.government.name} was not confirmed. Please write to the secretariat."
    send("mail", {"to": row.content["email"], "subject": "Your request", "body": body})
    return Effect(data=taking.kept)


def _tell_second(taking: Taking) -> None:
    _tell("For a second signature: an administrator", taking.case, but=taking.viewer)


CANDIDACIES.tell_second = _tell_second


def take_step(*, viewer: Viewer, candidacy_id: UUID, verb: str, raw: Mapping[str, Any]) -> Candidacy:
    """Check and propose, or turn down; NotVisible or Refused where it may not be."""
    taken: Candidacy = workflow.advance(CANDIDACIES, candidacy_id, verb, viewer, raw)
    return taken


def sign(*, viewer: Viewer, candidacy_id: UUID, agrees: bool) -> Candidacy:
    """Give the second signature, or decline the first."""
    with transaction.atomic():
        act = workflow.confirm if agrees else workflow.decline
        taken: Candidacy = act(CANDIDACIES, candidacy_id, viewer)
    return taken
