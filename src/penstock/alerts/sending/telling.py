"""Telling everybody an alert is sent to: a row for each recipient, a letter, and reminders by the clock.

A recipient's row and its letter are written in the transaction of the act, so that nobody is told of what did not
happen, and nobody is missed who could see it. No letter says what an alert is about.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings

from penstock.alerts.desks import DESKS
from penstock.alerts.models import Alert, Recipient
from penstock.cases.calendars import Calendars
from penstock.kernel.clock import now, today
from penstock.kernel.delivery.outbox import send
from penstock.kernel.workflow import Taking
from penstock.parties.circles.queries import reached
from penstock.parties.models import Organisation

REMIND_AFTER = {"now": (1, 2, 5), "soon": (2, 5, 10), "aware": (5, 10, 20)}
"""Working days of the recipient's calendar after an edition, by urgency, at which one that is silent is reminded."""
SAID = {
    "release": ("", "An alert was sent to you. Read it, and acknowledge it."),
    "correct": (" corrected", "An alert that you received was corrected. Read the new edition, and acknowledge it."),
    "retract": (" RETRACTED", "An alert that you received was retracted. Do not act on it any more."),
    "expire": (" expired", "An alert that you received is not in force any more."),
    "remind": (", not acknowledged", "Nobody of your organisation has acknowledged an alert. Read it, and do so."),
}


def tell_of(taking: Taking) -> None:
    """After a step: those an edition is for are told, and those who received one hear of its end."""
    alert, verb = taking.case, "release" if taking.step.verb == "propose" else taking.step.verb
    if verb in {"release", "correct"}:
        issue(alert, verb)
    elif verb in {"retract", "expire"}:
        rows = Recipient.objects.filter(alert=alert).select_related("organisation")
        rows.update(remind_on=None)
        for row in rows:
            write_to(alert, row.organisation_id, verb)


def tell_of_proposal(taking: Taking) -> None:
    """A first signature is told to nobody but those who may give the second."""
    alert, own = taking.case, taking.viewer.organisation_id
    body = f"{taking.viewer.name} proposed a release that needs your signature too."
    _mail(alert, own, taking.step.duty, f"For a second signature: {alert.reference}", body)


def issue(alert: Alert, verb: str) -> None:
    """Tell everybody an edition is for: those it reaches today, and those who received one before."""
    known = {one.organisation_id: one for one in Recipient.objects.filter(alert=alert).select_related("organisation")}
    reminders = Reminders(alert)
    for row in known.values():
        row.told_at, row.told_edition, row.reminders = now(), alert.edition, 0
        row.counted_from, row.remind_on = today(), reminders.first(row.organisation)
        row.save(update_fields=["told_at", "told_edition", "reminders", "counted_from", "remind_on"])
        write_to(alert, row.organisation_id, verb)
    add_recipients(alert, (one for one in reached(alert.audience) if one.pk not in known))


def add_recipients(alert: Alert, organisations: Iterable[Organisation]) -> list[Organisation]:
    """Tell organisations that were not told yet, and answer which those are; the sender needs no telling."""
    reminders = Reminders(alert)
    new = [one for one in organisations if one.pk != alert.opener_id]
    rows = [
        Recipient(
            alert=alert,
            organisation=one,
            audience=[one.pk, alert.opener_id],
            told_at=now(),
            told_edition=alert.edition,
            counted_from=today(),
            remind_on=reminders.first(one),
        )
        for one in new
    ]
    Recipient.objects.bulk_create(rows)
    for one in new:
        write_to(alert, one.pk, "release")
    return new


class Reminders:
    """When the recipients of an alert are reminded; the calendars are read once for all of them."""

    def __init__(self, alert: Alert) -> None:
        """Read the calendars as they are now."""
        self._after = REMIND_AFTER.get(alert.urgency, REMIND_AFTER["soon"])
        self._calendars = Calendars()

    def first(self, organisation: Organisation) -> date:
        """The first day of reminding, counted from today."""
        return self._day(organisation, today(), 0)

    def following(self, row: Recipient) -> date | None:
        """The next day of reminding that lies after today, None where there is no more."""
        days = (self._day(row.organisation, row.counted_from, number) for number in range(len(self._after)))
        return next((day for day in days if day > today()), None)

    def _day(self, organisation: Organisation, since: date, number: int) -> date:
        return self._calendars.of(organisation.government_id or "").after(since, self._after[number])


def write_to(alert: Alert, organisation_id: UUID, verb: str) -> None:
    """Mail the readers of one organisation what has happened to an alert."""
    desk = DESKS[alert.kind]
    how, body = SAID[verb]
    _mail(alert, organisation_id, desk.reads, f"{desk.letter}{how}: {alert.reference}", body)


def _mail(alert: Alert, organisation_id: UUID, duty: str, subject: str, body: str) -> None:
    link = f"{settings.BASE_URL}/{DESKS[alert.kind].path}/{alert.reference}/"
    text = f"{body}\n\nTLP:{alert.marking}\n\n{link}\n"
    told = {"organisation": str(organisation_id), "duty": duty, "subject": subject, "body": text}
    send("announcement", told)
