"""Acknowledging an alert, and recording that it was passed on inside the country."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from penstock.alerts.desks import DESKS
from penstock.alerts.fields import AGENCY, PASSING
from penstock.alerts.models import Alert, Passing, Recipient
from penstock.kernel import record
from penstock.kernel.clock import now, today
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.models import Organisation

WITHIN = {"RED": "TLP:RED is for those alone to whom it was sent.", "AMBER+STRICT": "It stays within your authority."}
"""Markings that keep an alert where it is."""


def _locked(viewer: Viewer, alert: Alert) -> tuple[Alert, Recipient]:
    """The alert as it is now, and the row of the viewer's organisation, locked; a newcomer's row is made here."""
    found = Alert.objects.visible_to(viewer).filter(pk=alert.pk, sent_at__isnull=False).first()
    if found is None:
        raise NotVisible
    if found.opener_id == viewer.organisation_id:
        raise Refused("own_alert", "Your own organisation has sent it.")
    own = {"alert_id": found.pk, "organisation_id": viewer.organisation_id}
    made = Recipient(
        **own, audience=[viewer.organisation_id, found.opener_id], told_edition=found.edition, counted_from=today()
    )
    Recipient.objects.bulk_create([made], ignore_conflicts=True)
    row = Recipient.objects.visible_to(viewer).select_for_update().get(**own)
    # A correction meanwhile is seen: it holds the rows of recipients until it is committed.
    found.refresh_from_db(fields=["edition", "state"])
    return found, row


def acknowledge(*, viewer: Viewer, alert: Alert) -> Recipient:
    """Say for one's organisation that the present edition was received; once is enough, whoever says it."""
    viewer.needs(DESKS[alert.kind].reads)
    with transaction.atomic():
        found, row = _locked(viewer, alert)
        if found.state != "released":
            raise Refused("not_in_force", "The alert is not in force any more, so there is nothing to acknowledge.")
        if row.acknowledged_edition >= found.edition:
            return row
        row.acknowledged_edition, row.acknowledged_at, row.acknowledged_by = found.edition, now(), viewer.name
        row.remind_on = None
        row.save(update_fields=["acknowledged_edition", "acknowledged_at", "acknowledged_by", "remind_on"])
        _keep(viewer, found, "acknowledged", row.audience, {"edition": found.edition})
    return row


def pass_on(*, viewer: Viewer, alert: Alert, raw: Mapping[str, Any]) -> Passing:
    """Record to whom inside the country an alert was passed on; Refused where its marking does not let it go there."""
    viewer.needs(DESKS[alert.kind].reads)
    reading = PASSING.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    values = reading.values
    with transaction.atomic():
        found, row = _locked(viewer, alert)
        if found.marking in WITHIN:
            raise Refused("marking", f"{WITHIN[found.marking]} It may not be passed on.")
        if not DESKS[found.kind].is_industry and values["sort"] != AGENCY:
            text = "A full alert goes to no company or association. Give them the version for industry."
            raise Refused("not_for_industry", text)
        known = Organisation.objects.filter(government=viewer.country or None, name__iexact=values["name"]).first()
        passing = Passing(
            alert=found,
            organisation_id=viewer.organisation_id,
            edition=found.edition,
            sort=values["sort"],
            name=known.name if known else values["name"],
            to=known,
            passed_on=values["passed_on"],
            note=values["note"] or "",
            made_by=viewer.name,
        )
        passing.save(force_insert=True)
        Recipient.objects.filter(pk=row.pk).update(passed=F("passed") + 1)
        told = {"passing": str(passing.pk), "sort": passing.sort, "edition": passing.edition}
        _keep(viewer, found, "passed_on", [viewer.organisation_id], told)
    return passing


def _keep(viewer: Viewer, alert: Alert, name: str, audience: list[Any], data: Mapping[str, Any]) -> None:
    desk = DESKS[alert.kind]
    act = record.Act(
        name=f"{desk.event}.{name}",
        case_id=alert.pk,
        viewer=viewer,
        audience=audience,
        data=data,
        duty=desk.reads,
    )
    record.append(act)
