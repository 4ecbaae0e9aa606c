"""What came into the inbox, looked at by people: the list, one object, and a draft that somebody begins from it."""

import json
from typing import Any

from django.db import transaction

from penstock.exchange.stix.identifiers import Stix
from penstock.exchange.stix.reading import draft_of, refers_to
from penstock.exchange.taxii.models import Posted
from penstock.exchange.taxii.paging import Misasked, opened, sealed
from penstock.incidents.models import Incident
from penstock.incidents.services import draft_incident
from penstock.kernel import record
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.duties import REPORT_INCIDENTS

SHOWN = 100


def newest(viewer: Viewer, type_: str = "") -> list[Posted]:
    """What came last into the inbox of the viewer's organisation, of one type or any."""
    rows = Posted.objects.visible_to(viewer).select_related("source").order_by("-place")
    return list((rows.filter(type=type_) if type_ else rows)[:SHOWN])


def address_of(row: Posted) -> str:
    """How an address names an object; the place itself would tell how much comes in elsewhere."""
    return sealed(row.place, f"inbox {row.organisation_id}")


def posted(viewer: Viewer, address: str) -> Posted:
    """One object of one's own inbox; NotVisible for anybody else's."""
    try:
        place = opened(address, f"inbox {viewer.organisation_id}")
    except Misasked:
        raise NotVisible from None
    found = Posted.objects.visible_to(viewer).select_related("source").filter(place=place).first()
    if found is None:
        raise NotVisible
    return found


def content_of(row: Posted) -> Stix:
    """The object, read."""
    found: dict[str, Any] = json.loads(row.text)
    return found


def begin_draft(*, viewer: Viewer, place: int) -> Incident:
    """Begin a draft of one's own from an incident that came in; nothing is released by it."""
    viewer.needs(REPORT_INCIDENTS)
    with transaction.atomic():
        row = Posted.objects.visible_to(viewer).select_for_update().filter(place=place).first()
        if row is None:
            raise NotVisible
        if row.drafted_as:
            raise Refused("drafted_already", f"The draft {row.drafted_as} was begun from it already.")
        stix = content_of(row)
        if row.type != "incident" or stix.get("revoked") is True:
            raise Refused("no_incident", "A draft is begun from an incident that its sender has not revoked.")
        incident = draft_incident(viewer=viewer, raw=draft_of(stix, _beside(viewer, stix)))
        row.drafted_as = incident.reference
        row.save(update_fields=["drafted_as"])
        act = record.Act(
            name="inbox.draft_begun",
            case_id=incident.pk,
            viewer=viewer,
            audience=[viewer.organisation_id],
            data={"object": row.object_id, "version": row.version_text, "reference": incident.reference},
            duty=REPORT_INCIDENTS,
        )
        record.append(act)
    return incident


def _beside(viewer: Viewer, stix: Stix) -> list[Stix]:
    """The newest version of each object that the incident names and that came in too."""
    wanted = refers_to(stix)
    rows = Posted.objects.visible_to(viewer).filter(object_id__in=wanted).order_by("version")
    found = {one.object_id: content_of(one) for one in rows}
    return [found[one] for one in wanted if one in found]
