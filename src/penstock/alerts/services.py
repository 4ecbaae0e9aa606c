"""Writes of alerts: drafting, and the effect of each step."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.alerts.desks import DESKS, Desk
from penstock.alerts.fields import COPIED
from penstock.alerts.models import Alert
from penstock.alerts.sending.reaches import audience_of, faults_of_sender
from penstock.alerts.sending.telling import tell_of, tell_of_proposal
from penstock.alerts.states import FULL, INDUSTRY
from penstock.cases.queries import LISTED_APART
from penstock.catalogue.naming.identifying import known_substance
from penstock.catalogue.substances import substance
from penstock.incidents.sharing.rules import needs_two
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.forms.specification import Reading
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.parties.duties import SEND_ALERTS
from penstock.parties.models import Organisation

LISTED_APART.update(DESKS)
OF_NO_COUNTRY = "SEC"
UNTITLED = "Alert without a headline"


def draft_alert(*, viewer: Viewer, raw: Mapping[str, Any], kind: str = FULL) -> Alert:
    """Begin an alert from whatever is known; Refused for those who may not send any."""
    viewer.needs(SEND_ALERTS)
    desk = DESKS[kind]
    with transaction.atomic():
        opener = Organisation.objects.get(id=viewer.organisation_id)
        series = f"{opener.government_id or OF_NO_COUNTRY}-{desk.series}-{today().year}"
        alert_id = new_id()
        alert = Alert(
            id=alert_id,
            case_ptr_id=alert_id,
            kind=kind,
            reference=f"{series}-{numbers.take(series):06d}",
            opener=opener,
            audience=[opener.id],
        )
        _take_over(alert, raw)
        workflow.begin(desk.workflow, alert).save(force_insert=True)
        record.append(
            record.Act(
                name=f"{desk.event}.drafted",
                case_id=alert.pk,
                viewer=viewer,
                audience=alert.audience,
                data={"reference": alert.reference},
                duty=SEND_ALERTS,
            )
        )
    return alert


def take_step(*, viewer: Viewer, alert: Alert, verb: str, raw: Mapping[str, Any] | None = None) -> Alert:
    """Take a step of the workflow; NotVisible or Refused where it may not be."""
    taken: Alert = workflow.advance(DESKS[alert.kind].workflow, alert.pk, verb, viewer, raw)
    return taken


def confirm_step(*, viewer: Viewer, alert: Alert) -> Alert:
    """Give the second signature to the release that somebody else proposed."""
    taken: Alert = workflow.confirm(DESKS[alert.kind].workflow, alert.pk, viewer)
    return taken


def decline_step(*, viewer: Viewer, alert: Alert) -> Alert:
    """Decline the release that somebody else proposed, or take back one's own proposal."""
    taken: Alert = workflow.decline(DESKS[alert.kind].workflow, alert.pk, viewer)
    return taken


def find_alert(viewer: Viewer, alert_id: UUID) -> Alert:
    """The alert, if this viewer may see it; NotVisible otherwise."""
    alert = Alert.objects.visible_to(viewer).filter(pk=alert_id).first()
    if alert is None:
        raise NotVisible
    return alert


def _take_over(alert: Alert, raw: Mapping[str, Any], *, strict: bool = False) -> Reading:
    """Write a content into an alert, and into the columns beside it; the form of its kind keeps nothing else."""
    reading = DESKS[alert.kind].form.read(raw, strict=strict)
    if strict and reading.faults:
        raise refused_for(reading.faults)
    values = reading.values
    alert.content = dict(reading.kept)
    alert.title = values["headline"] or UNTITLED
    alert.indicators = list(values["indicators"] or ())
    alert.substances = list(values["substances"] or ())
    alert.names = "; ".join(substance(one).name if known_substance(one) == one else one for one in alert.substances)
    alert.urgency, alert.shared_with = values["urgency"] or "", values["shared_with"] or ""
    alert.expires_on, alert.marking = values["expires_on"], values["marking"] or "AMBER"
    return reading


def _edition(alert: Alert, **data: Any) -> Effect:
    """An effect that puts the content of a new edition on the record."""
    alert.edition += 1
    alert.issued_at = [*alert.issued_at, now()]
    kept = {"edition": alert.edition, "content": alert.content, "marking": alert.marking}
    return Effect(data={**data, **kept})


def _edit(taking: Taking) -> Effect:
    _take_over(taking.case, taking.kept)
    return Effect()


def _refuse_audience(taking: Taking) -> None:
    alert = taking.case
    faults = faults_of_sender(taking.viewer, alert.content, is_industry=DESKS[alert.kind].is_industry)
    if faults:
        raise refused_for(faults)


def _release(taking: Taking) -> Effect:
    alert = taking.case
    _take_over(alert, alert.content, strict=True)
    _refuse_audience(taking)
    alert.audience = audience_of(alert.opener, alert.content, is_industry=DESKS[alert.kind].is_industry).ids
    alert.sent_at = now()
    return _edition(alert, shared_with=alert.shared_with)


def _correct(taking: Taking) -> Effect:
    alert, before = taking.case, taking.case.content
    form = DESKS[alert.kind].form
    _take_over(alert, taking.kept, strict=True)
    changes = form.changes(before, alert.content)
    if not changes:
        raise Refused("nothing_changed", "Nothing was changed, so there is nothing to correct.")
    _refuse_audience(taking)
    # What was sent is not taken back by naming fewer: a correction only lets more in.
    wanted = audience_of(alert.opener, alert.content, is_industry=DESKS[alert.kind].is_industry).ids
    alert.audience = list(dict.fromkeys([*alert.audience, *wanted]))
    effect = _edition(alert, changed=[one.field.name for one in changes])
    return Effect(data=effect.data, stays=True)


def _retract(taking: Taking) -> Effect:
    taking.case.is_open = False
    taking.case.issued_at = [*taking.case.issued_at, now()]
    return Effect(data=dict(taking.kept))


def _expire(taking: Taking) -> Effect:
    taking.case.is_open = False
    return Effect()


def _derive(taking: Taking) -> Effect:
    """A draft for industry begins with what may go there; neither case says on the record which the other is."""
    begun = {name: taking.case.content.get(name) for name in COPIED}
    begun["marking"] = taking.case.marking
    taking.case.industry_as = draft_alert(viewer=taking.viewer, raw=begun, kind=INDUSTRY).reference
    return Effect(stays=True)


def _not_twice(alert: Alert, _viewer: Viewer) -> str | None:
    return f"It was prepared already: {alert.industry_as}." if alert.industry_as else None


def _by_one(_alert: Alert, viewer: Viewer) -> str | None:
    return "In your organisation two people release an alert." if needs_two(viewer) else None


def _by_two(_alert: Alert, viewer: Viewer) -> str | None:
    return None if needs_two(viewer) else "In your organisation one person releases an alert."


def _register(desk: Desk) -> None:
    flow = desk.workflow
    flow.model, flow.tell, flow.tell_second = Alert, tell_of, tell_of_proposal
    effects = {"edit": _edit, "release": _release, "propose": _release, "correct": _correct, "retract": _retract}
    for verb, effect in {**effects, "expire": _expire}.items():
        flow.effect(verb)(effect)
    flow.guard("release")(_by_one)
    flow.guard("propose")(_by_two)
    if not desk.is_industry:
        flow.effect("derive")(_derive)
        flow.guard("derive")(_not_twice)


for _desk in DESKS.values():
    _register(_desk)
