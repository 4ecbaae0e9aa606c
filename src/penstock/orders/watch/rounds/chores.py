"""What the worker does for the watch: it makes the rounds that wait, and asks for one each month."""

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError

from penstock.kernel.clock import now
from penstock.kernel.delivery.outbox import send
from penstock.kernel.delivery.worker import alone, every, lane
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.orders.watch.models import Round, Standout, WatchSetting
from penstock.orders.watch.rounds.asking import ask_round
from penstock.orders.watch.rounds.judging import judge
from penstock.parties.duties import KEEP_CUSTOMERS
from penstock.parties.models import Organisation
from penstock.parties.queries import system_of

logger = logging.getLogger(__name__)
MONTH = timedelta(days=30)
FAILED = "Something went wrong here with this round. It was written down; look again later."


def company_itself(organisation_id: UUID) -> Viewer:
    """The eyes of one company and of no person: what a round reads can be nobody else's."""
    with acting(SYSTEM):
        office = Organisation.objects.get(pk=organisation_id)
        return system_of(office)


def judge_one() -> bool:
    """Make the round that waited longest, in a thread of its own; answers whether there was one.

    What a killed worker began is begun anew: a round keeps nothing but its step before it is over.
    """
    with acting(SYSTEM):
        waiting = Round.objects.visible_to(SYSTEM).filter(finished_at__isnull=True, failure="")
        rows = list(waiting.order_by("asked_at").values_list("pk", "organisation_id", "asked_by_name")[:10])
    for round_id, company, asked_by in rows:
        with alone(f"watch {round_id}") as is_mine:
            if is_mine:
                _judge(round_id, company, is_scheduled=not asked_by)
                return True
    return False


def _judge(round_id: UUID, company: UUID, *, is_scheduled: bool) -> None:
    """Make a round, or put on it that it failed; one that fails does not hold up the others."""
    viewer = company_itself(company)
    with acting(viewer):
        # Read only now: until the lock was ours, another worker may have made it.
        is_open = Round.objects.visible_to(viewer).filter(pk=round_id, finished_at__isnull=True, failure="").exists()
    if not is_open:
        return
    try:
        judge(viewer, round_id)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("a round cannot be made: %s", round_id)
        with acting(viewer):
            Round.objects.visible_to(viewer).filter(pk=round_id).update(failure=FAILED)
        return
    if is_scheduled:
        _tell(viewer, round_id)


def _tell(viewer: Viewer, round_id: UUID) -> None:
    """Tell a company's people that the round of the month found something; nothing of it leaves by mail."""
    with acting(viewer):
        found = Standout.objects.visible_to(viewer).filter(round=round_id, rank__isnull=False).count()
        if found:
            send(
                "announcement",
                {
                    "organisation": str(viewer.organisation_id),
                    "duty": KEEP_CUSTOMERS,
                    "subject": "The look of this month at your orders",
                    "body": f"{found} case(s) wait for your review:\n\n{settings.BASE_URL}/order-watch/\n",
                },
            )


@every(3600)
def ask_each_month() -> int:
    """Ask for a round where a company wants one each month and the last is thirty days old; answers how many."""
    asked = 0
    with acting(SYSTEM):
        wanted = WatchSetting.objects.visible_to(SYSTEM).filter(is_monthly=True)
        companies = list(wanted.values_list("organisation_id", flat=True))
    for company in companies:
        viewer = company_itself(company)
        with acting(viewer):
            newest = Round.objects.visible_to(viewer).order_by("-number").first()
            # Two workers at once ask for one round: whoever is second is answered with the first one's.
            if newest is not None and newest.is_over and newest.asked_at <= now() - MONTH:
                ask_round(viewer=viewer)
                asked += 1
    return asked


lane(judge_one)
