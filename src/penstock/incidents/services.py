"""Writes of incidents: drafting, and the effect of each step."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases.queries import LISTED_APART
from penstock.incidents.fields import INCIDENT
from penstock.incidents.followed.fields import DONE, NOT_NEEDED, STEPS
from penstock.incidents.models import Incident
from penstock.incidents.sharing.audience import audience_of, circle_fits
from penstock.incidents.sharing.columns import identified, keep_findings, project
from penstock.incidents.sharing.letters import tell_of, tell_of_proposal, tell_of_release
from penstock.incidents.sharing.publication import without_origin
from penstock.incidents.sharing.rules import needs_two
from penstock.incidents.states import INCIDENTS
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.forms.specification import Reading
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.circles.queries import reached
from penstock.parties.duties import REPORT_INCIDENTS
from penstock.parties.models import Organisation
from penstock.parties.queries import secretariat

INCIDENTS.model = Incident
LISTED_APART.add(INCIDENTS.kind)
OF_NO_COUNTRY = "SEC"
SHARED_ANEW = {"shared_with", "shared_circle"}


def draft_incident(*, viewer: Viewer, raw: Mapping[str, Any]) -> Incident:
    """Begin an incident from whatever is known; Refused for those who may not report."""
    viewer.needs(REPORT_INCIDENTS)
    with transaction.atomic():
        incident = _begin(viewer, raw)
        record.append(
            record.Act(
                name="incident.drafted",
                case_id=incident.pk,
                viewer=viewer,
                audience=incident.audience,
                data={"reference": incident.reference},
                duty=REPORT_INCIDENTS,
            )
        )
    return incident


def take_step(*, viewer: Viewer, incident_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Incident:
    """Take a step of the workflow; NotVisible or Refused where it may not be."""
    taken: Incident = workflow.advance(INCIDENTS, incident_id, verb, viewer, raw)
    return taken


def confirm_step(*, viewer: Viewer, incident_id: UUID) -> Incident:
    """Give the second signature to the release that somebody else proposed."""
    taken: Incident = workflow.confirm(INCIDENTS, incident_id, viewer)
    return taken


def decline_step(*, viewer: Viewer, incident_id: UUID) -> Incident:
    """Decline the release that somebody else proposed, or take back one's own proposal."""
    taken: Incident = workflow.decline(INCIDENTS, incident_id, viewer)
    return taken


def find_incident(viewer: Viewer, incident_id: UUID) -> Incident:
    """The incident, if this viewer may see it; NotVisible otherwise."""
    incident = Incident.objects.visible_to(viewer).filter(pk=incident_id).first()
    if incident is None:
        raise NotVisible
    return incident


def series_of(opener: Organisation) -> str:
    """The series of references of an organisation's incidents this year."""
    return f"{opener.government_id or OF_NO_COUNTRY}-INC-{today().year}"


def _begin(viewer: Viewer, raw: Mapping[str, Any]) -> Incident:
    opener = Organisation.objects.get(id=viewer.organisation_id)
    series = series_of(opener)
    incident_id = new_id()
    incident = Incident(
        id=incident_id,
        case_ptr_id=incident_id,
        kind=INCIDENTS.kind,
        reference=f"{series}-{numbers.take(series):06d}",
        opener=opener,
        audience=[opener.id],
    )
    reading = _take_over(incident, raw)
    workflow.begin(INCIDENTS, incident).save(force_insert=True)
    keep_findings(incident, reading.values)
    return incident


def _take_over(incident: Incident, raw: Mapping[str, Any], *, strict: bool = False) -> Reading:
    """Write a content into an incident, its substances identified; Refused with every fault where it is strict."""
    lenient = INCIDENT.read(raw, strict=False)
    reading = INCIDENT.read(identified(lenient.kept), strict=strict)
    if strict and reading.faults:
        raise refused_for(reading.faults)
    incident.content = dict(reading.kept)
    project(incident, reading.values)
    return reading


@INCIDENTS.effect("edit")
def _edit(taking: Taking) -> Effect:
    reading = _take_over(taking.case, taking.kept)
    keep_findings(taking.case, reading.values)
    return Effect()


@INCIDENTS.guard("release")
def _by_one(incident: Incident, viewer: Viewer) -> str | None:
    if incident.message_id is not None:
        return None  # asked once, of the message
    return "In your organisation two people release an incident." if needs_two(viewer) else None


@INCIDENTS.guard("propose")
def _by_two(incident: Incident, viewer: Viewer) -> str | None:
    if incident.message_id is not None:
        return None
    return None if needs_two(viewer) else "In your organisation one person releases an incident."


def _edition(incident: Incident, **data: Any) -> Effect:
    """An effect that puts the content of a new edition on the record."""
    incident.edition += 1
    kept = {"edition": incident.edition, "content": incident.content, "marking": incident.marking}
    return Effect(data={**data, **kept})


def _release(taking: Taking) -> Effect:
    incident = taking.case
    if taking.desk is not None:
        # One of many in a message, read and projected there; who sees them was found once for all.
        incident.audience = list(taking.desk)
        incident.sent_at = now()
        return _edition(incident, shared_with=incident.shared_with)
    reading = _take_over(incident, incident.content, strict=True)
    if faults := circle_fits(incident.opener, incident.content):
        raise refused_for(faults)
    keep_findings(incident, reading.values)
    incident.audience = audience_of(incident.opener, incident.content).ids
    incident.sent_at = now()
    return _edition(incident, shared_with=incident.shared_with)


INCIDENTS.effect("release")(_release)
INCIDENTS.effect("propose")(_release)


@INCIDENTS.effect("hand")
def _hand(taking: Taking) -> Effect:
    incident, office = taking.case, secretariat()
    if incident.opener_id == office.pk:
        raise Refused("own_publication", "The secretariat releases its own incidents itself.")
    reading = _take_over(incident, incident.content, strict=True)
    keep_findings(incident, reading.values)
    incident.counterpart = office
    incident.audience = [incident.opener_id, office.pk]
    incident.sent_at = now()
    return _edition(incident, **taking.kept)


@INCIDENTS.effect("return")
def _return(taking: Taking) -> Effect:
    """It is the reporter's draft again; the secretariat, which has read it, goes on seeing it."""
    taking.case.sent_at, taking.case.counterpart = None, None
    return Effect(data=dict(taking.kept))


@INCIDENTS.effect("publish")
def _publish(taking: Taking) -> Effect:
    """A draft of the secretariat's own begins from the content without its origin, in a series of its own."""
    published = draft_incident(viewer=taking.viewer, raw=without_origin(taking.case.content))
    taking.case.published_as = published.reference
    return Effect(data={"published_as": published.reference})


@INCIDENTS.effect("amend")
def _amend(taking: Taking) -> Effect:
    incident, before = taking.case, taking.case.content
    reading = _take_over(incident, taking.kept, strict=True)
    changes = INCIDENT.changes(before, incident.content)
    if not changes:
        raise Refused("nothing_changed", "Nothing was changed, so there is nothing to amend.")
    keep_findings(incident, reading.values)
    # What stands already stays, though the organisation may have left the circle since.
    is_anew = incident.counterpart_id is None and SHARED_ANEW & {one.field.name for one in changes}
    if is_anew and (faults := circle_fits(incident.opener, incident.content, reached(incident.audience))):
        raise refused_for(faults)
    if incident.counterpart_id is None:
        # What was released is not taken back by naming fewer: an amendment only lets more in.
        saw = set(reached(incident.audience))
        wanted = audience_of(incident.opener, incident.content).ids
        incident.audience = list(dict.fromkeys([*incident.audience, *wanted]))
        tell_of_release(incident, [one.pk for one in reached(incident.audience) if one not in saw])
    # Whoever is let in now does not learn that there was a circle before.
    effect = _edition(incident, changed=[one.field.name for one in changes if one.field.name != "shared_circle"])
    return Effect(data=effect.data, stays=True)


@INCIDENTS.effect("follow")
def _follow(taking: Taking) -> Effect:
    incident = taking.case
    standing = {name: taking.kept.get(name) for name in STEPS if taking.kept.get(name)}
    if standing == incident.follow_up and not taking.kept.get("note"):
        raise Refused("nothing_changed", "Nothing was changed, so there is nothing to record.")
    incident.follow_up = standing
    incident.followed = [name for name, how in standing.items() if how in {DONE, NOT_NEEDED}]
    return Effect(data=dict(taking.kept), stays=True)


@INCIDENTS.effect("close")
def _close(taking: Taking) -> Effect:
    taking.case.is_open = False
    return Effect(data=dict(taking.kept))


@INCIDENTS.effect("reopen")
def _reopen(taking: Taking) -> Effect:
    taking.case.is_open = True
    return Effect(data=dict(taking.kept))


@INCIDENTS.effect("retract")
def _retract(taking: Taking) -> Effect:
    taking.case.is_open = False
    return Effect(data=dict(taking.kept))


INCIDENTS.tell = tell_of
INCIDENTS.tell_second = tell_of_proposal
