"""Writes of names: given, changed and removed by the reporting side; the record holds no name."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.incidents.involved.fields import COUNTRIES, PARTY, SECRETARIAT
from penstock.incidents.linking.models import Mark
from penstock.incidents.models import Incident, Party
from penstock.incidents.services import find_incident
from penstock.kernel import record
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.circles.queries import focal_points
from penstock.parties.duties import REPORT_INCIDENTS
from penstock.parties.queries import secretariat


def give_name(*, viewer: Viewer, incident_id: UUID, raw: Mapping[str, Any]) -> Party:
    """Add a person or company to an incident of one's own, for those alone to whom it is given."""
    with transaction.atomic():
        incident = _own(viewer, incident_id)
        party = Party(incident=incident, organisation_id=viewer.organisation_id, made_by=viewer.name)
        _fill(party, viewer, raw)
        party.save(force_insert=True)
        _record("incident.name_given", party, viewer, party.audience)
    return party


def change_name(*, viewer: Viewer, party_id: UUID, raw: Mapping[str, Any]) -> Party:
    """Change a person or company, or to whom the name is given."""
    with transaction.atomic():
        party = _locked(viewer, party_id)
        before = list(party.audience)
        _fill(party, viewer, raw)
        party.save()
        # What was taken from the name as it stood is not shown to those to whom it is given now; it is read off anew.
        Mark.objects.visible_to(viewer).filter(party=party).delete()
        _record("incident.name_changed", party, viewer, [*before, *party.audience])
    return party


def remove_name(*, viewer: Viewer, party_id: UUID) -> None:
    """Remove a person or company; the record keeps that there was one, and the hash of what was said."""
    with transaction.atomic():
        party = _locked(viewer, party_id)
        _record("incident.name_removed", party, viewer, party.audience)
        party.delete()


def _own(viewer: Viewer, incident_id: UUID) -> Incident:
    viewer.needs(REPORT_INCIDENTS)
    incident = find_incident(viewer, incident_id)
    refuse_for_others(viewer, incident)
    return incident


def refuse_for_others(viewer: Viewer, incident: Incident) -> None:
    """Refused for whoever is not the reporting side, and where the incident is at an end."""
    if incident.opener_id != viewer.organisation_id:
        raise Refused("other_side", "Only the reporting side may do this.")
    if incident.state in {"retracted", "discarded"}:
        raise Refused("wrong_state", "This cannot be done any more.")


def _locked(viewer: Viewer, party_id: UUID) -> Party:
    party = Party.objects.visible_to(viewer).select_for_update(of=("self",)).filter(pk=party_id).first()
    if party is None:
        raise NotVisible
    _own(viewer, party.incident_id)
    return party


def _fill(party: Party, viewer: Viewer, raw: Mapping[str, Any]) -> None:
    reading = PARTY.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    party.content, party.role, party.name = dict(reading.kept), reading.values["role"], reading.values["name"]
    party.audience = list(dict.fromkeys([viewer.organisation_id, *_given_to(reading.values)]))


def _given_to(values: Mapping[str, Any]) -> list[UUID]:
    if values["given_to"] == SECRETARIAT:
        return [secretariat().pk]
    if values["given_to"] == COUNTRIES:
        return list(focal_points().filter(government__in=values["given_countries"]).values_list("pk", flat=True))
    return []


def _record(name: str, party: Party, viewer: Viewer, audience: list[UUID]) -> None:
    digest = hashlib.sha256(json.dumps(party.content, sort_keys=True).encode()).hexdigest()
    act = record.Act(
        name=name,
        case_id=party.incident_id,
        viewer=viewer,
        audience=list(dict.fromkeys(audience)),
        data={"party": str(party.pk), "content_sha256": digest},
        duty=REPORT_INCIDENTS,
    )
    record.append(act)
