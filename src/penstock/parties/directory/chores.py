"""What the worker does for the directory: twice a year it asks whether all is right, reminds, and marks the stale."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import models

from penstock.kernel import record
from penstock.kernel.clock import today
from penstock.kernel.delivery.outbox import send
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.directory.entries import VERIFIED_FOR
from penstock.parties.directory.models import Entry
from penstock.parties.directory.queries import administrators, readers_of
from penstock.parties.duties import ADMINISTER
from penstock.parties.models import Person
from penstock.parties.queries import people_with, secretariat

REMIND_AFTER = timedelta(days=14)
STALE_AFTER = timedelta(days=30)
ASKED = "Is what the directory says of your country right? One click says so; or correct what is not."


@every(600)
def chase_verification() -> int:
    """Ask, remind and mark, each country once for all of its entries; answers how many entries were touched."""
    with acting(SYSTEM):
        standing = Entry.objects.visible_to(SYSTEM).filter(ended_on__isnull=True)
        return (
            _chase(
                standing.filter(stale_on__isnull=True, asked_on__lte=today() - STALE_AFTER),
                "stale_on",
                "directory.stale",
                "Marked as stale: your entries in the directory",
            )
            + _chase(
                standing.filter(reminded_on__isnull=True, asked_on__lte=today() - REMIND_AFTER),
                "reminded_on",
                "directory.reminded",
                "A reminder: your entries in the directory",
            )
            + _chase(
                standing.filter(asked_on__isnull=True, verified_on__lte=today() - VERIFIED_FOR),
                "asked_on",
                "directory.asked",
                "Twice a year: your entries in the directory",
            )
        )


def _chase(due: models.QuerySet[Entry], column: str, event: str, subject: str) -> int:
    """Note on each entry that it was asked for today, and tell the keepers of its country once."""
    rows = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("government_id", "id"))
    for code in dict.fromkeys(one.government_id for one in rows):
        own = [one for one in rows if one.government_id == code]
        Entry.objects.filter(pk__in=[one.pk for one in own]).update(**{column: today()})
        told = {"country": code, "entries": [str(one.pk) for one in own]}
        record.append(record.Act(name=event, case_id=None, viewer=SYSTEM, audience=readers_of(code), data=told))
        _tell(keepers(code), subject, f"{ASKED}\n\n{settings.BASE_URL}/directory/{code}/\n")
    return len(rows)


def keepers(code: str) -> list[Person]:
    """Who answers for a country's part: its administrators, or the secretariat's where there are none."""
    return administrators(code) or list(people_with(ADMINISTER, secretariat().id))


def _tell(people: Iterable[Person], subject: str, body: str) -> None:
    for person in people:
        send("mail", {"to": person.email, "subject": subject, "body": body})
