"""What is mailed after a step; no letter names a substance, a place or the reporter."""

from collections.abc import Iterable
from uuid import UUID

from penstock.cases.models import Receipt
from penstock.cases.services import tell
from penstock.incidents.models import Incident
from penstock.kernel.workflow import Taking
from penstock.parties.circles.queries import reached
from penstock.parties.duties import READ_INCIDENTS, RELEASE_INCIDENTS, REPORT_INCIDENTS

RELEASED = {"release", "propose"}
CHANGED = {
    "amend": ("Incident amended:", "An incident that your organisation has read was amended. Look at what changed."),
    "follow": ("Incident followed up:", "There is follow-up on an incident that your organisation has read."),
    "close": ("Incident closed:", "An incident that your organisation has read was closed with an outcome."),
    "reopen": ("Incident reopened:", "An incident that your organisation has read was reopened."),
    "retract": ("Incident RETRACTED:", "An incident that your organisation has read was retracted. Do not act on it."),
}
BETWEEN = {
    "hand": ("To be published:", "An incident was handed to you, to be published without its origin."),
    "amend": ("To be published, amended:", "An incident that was handed to you was amended."),
    "retract": ("Handed over, RETRACTED:", "An incident that was handed to you was retracted. Do not publish it."),
    "return": ("Incident returned:", "The secretariat returned an incident to you."),
    "publish": ("Publication prepared:", "The secretariat prepares the publication of your incident."),
}


def readers_of(incident: Incident) -> set[UUID]:
    """The organisations in which somebody has read an incident, but its own."""
    rows = Receipt.objects.filter(case_id=incident.pk).exclude(organisation_id=incident.opener_id)
    return set(rows.values_list("organisation_id", flat=True))


def tell_of(taking: Taking) -> None:
    """Tell everybody it was released to, then everybody who has read it; or the other of the two it runs between."""
    incident, verb = taking.case, taking.step.verb
    if verb in RELEASED:
        tell_of_release(incident, incident.audience)
    elif verb in BETWEEN and incident.counterpart_id:
        own = taking.viewer.organisation_id
        to, duty = (
            (incident.counterpart_id, RELEASE_INCIDENTS)
            if own == incident.opener_id
            else (incident.opener_id, REPORT_INCIDENTS)
        )
        _tell(incident, [to], duty, *BETWEEN[verb])
    elif verb in CHANGED:
        _tell(incident, sorted(readers_of(incident)), READ_INCIDENTS, *CHANGED[verb])


def tell_of_release(incident: Incident, to: Iterable[UUID]) -> None:
    """Tell the focal points to whom an incident is released, now or by an amendment, but those who release it."""
    others = [one.pk for one in reached(to) if one.pk != incident.opener_id]
    _tell(incident, others, READ_INCIDENTS, "Incident:", "An incident was released to you.")


def tell_of_proposal(taking: Taking) -> None:
    """A first signature is told to nobody but those who may give the second."""
    body = f"{taking.viewer.name} proposed a release that needs your signature too."
    own = taking.viewer.organisation_id
    _tell(taking.case, [own], taking.step.duty, "For a second signature:", body)


def _tell(incident: Incident, to: Iterable[UUID], duty: str, subject: str, body: str) -> None:
    for one in reached(to):
        tell(incident, one.pk, duty=duty, subject=subject, body=f"{body}\n\nTLP:{incident.marking}")
