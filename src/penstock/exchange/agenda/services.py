"""Writes of a person's agenda: the calendar's secret address, and when the digest comes."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction

from penstock.exchange.agenda.queries import digest_of
from penstock.exchange.models import CalendarAddress, DigestPlan
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Invalid, Listed, Text
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import READ_CASES
from penstock.parties.models import Person

WEEKDAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday"}
WEEKDAYS |= {"sat": "Saturday", "sun": "Sunday"}
HOURS = {f"{hour:02d}": f"{hour:02d}:00" for hour in range(24)}


class TimeZone(Text):
    """The name of a time zone, as the IANA database has it."""

    def parse(self, raw: object) -> str | None:
        """The name; Invalid when there is no such zone."""
        text = self.clean(raw)
        if text and text not in available_timezones():
            raise Invalid("unknown_zone", "There is no time zone '{given}'; write it like Asia/Kolkata.", given=text)
        return text or None


DIGEST = Form(
    name="daily digest",
    sections=(
        Section(
            title="Daily digest by mail",
            fields=(
                Field(name="hour", label="Hour", type=Choice(HOURS), required=True),
                Field(
                    name="weekdays",
                    label="Weekdays",
                    type=Listed(Choice(WEEKDAYS)),
                    required=True,
                    help="Such as: mon tue wed thu fri",
                ),
                Field(
                    name="zone",
                    label="Time zone",
                    type=TimeZone(60),
                    required=True,
                    help="The nearest large city, such as America/Santiago",
                ),
            ),
        ),
    ),
)


def make_address(*, viewer: Viewer) -> str:
    """Give the viewer a new secret address and answer its secret, shown once; the former one ends."""
    viewer.needs(READ_CASES)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        _revoke(viewer)
        CalendarAddress(person_id=viewer.person_id, digest=digest_of(secret)).save(force_insert=True)
        _on_record("agenda.address_made", viewer)
    return secret


def revoke_address(*, viewer: Viewer) -> None:
    """End the viewer's secret address at once."""
    with transaction.atomic():
        if _revoke(viewer):
            _on_record("agenda.address_revoked", viewer)


def _revoke(viewer: Viewer) -> int:
    # The person's row puts two who make an address for themselves at once in line.
    Person.objects.select_for_update().get(pk=viewer.person_id)
    own = CalendarAddress.objects.filter(person_id=viewer.person_id, revoked_at__isnull=True)
    return own.update(revoked_at=now())


def plan_digest(*, viewer: Viewer, raw: Mapping[str, Any]) -> DigestPlan:
    """Have the digest come at an hour of some weekdays, from the next such hour on; Refused with every fault."""
    viewer.needs(READ_CASES)
    reading = DIGEST.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    hour, zone = int(reading.values["hour"]), reading.values["zone"]
    weekdays = sorted(list(WEEKDAYS).index(one) for one in reading.values["weekdays"])
    with transaction.atomic():
        plan, _made = DigestPlan.objects.update_or_create(
            person_id=viewer.person_id,
            defaults={
                "hour": hour,
                "weekdays": weekdays,
                "zone": zone,
                "next_at": next_time(hour, weekdays, zone, after=now()),
                "audience": [viewer.organisation_id],
            },
        )
        _on_record("agenda.digest_planned", viewer)
    return plan


def end_digest(*, viewer: Viewer) -> None:
    """Have no digest any more."""
    with transaction.atomic():
        gone, _rows = DigestPlan.objects.visible_to(viewer).filter(person_id=viewer.person_id).delete()
        if gone:
            _on_record("agenda.digest_ended", viewer)


def next_time(hour: int, weekdays: list[int], zone: str, *, after: datetime) -> datetime:
    """The next instant after one at which it is `hour` on one of the weekdays in a zone.

    An hour that the clocks leave out counts as the one after it, and one that comes twice counts the first time.
    """
    there = ZoneInfo(zone)
    today = after.astimezone(there).date()
    days = (today + timedelta(days=n) for n in range(15))
    times = (datetime.combine(day, time(hour), there).astimezone(UTC) for day in days if day.weekday() in weekdays)
    return next(one for one in times if one > after)


def _on_record(name: str, viewer: Viewer) -> None:
    told = {"person": str(viewer.person_id)}
    record.append(record.Act(name=name, case_id=None, viewer=viewer, audience=[viewer.organisation_id], data=told))
