"""Asking for a round: at once by a person, or each month by the worker."""

from datetime import timedelta

from django.db import transaction

from penstock.kernel.clock import now, today
from penstock.kernel.viewer import NOBODY, Viewer
from penstock.orders.customers.services import note
from penstock.orders.watch.history import setting_of
from penstock.orders.watch.models import Round
from penstock.parties.duties import KEEP_CUSTOMERS
from penstock.parties.models import Organisation

LOOKED_BACK = timedelta(days=92)
"""How far back a round looks for what stands out; everything before is what it is held against."""


def look_now(*, viewer: Viewer) -> Round:
    """Ask for a round; where one waits or is being made, that one is answered."""
    viewer.needs(KEEP_CUSTOMERS)
    return ask_round(viewer=viewer)


def ask_round(*, viewer: Viewer) -> Round:
    """Let a round wait for the worker, for the viewer's company; there is never more than one."""
    with transaction.atomic():
        setting = setting_of(viewer)
        # Whoever asks at the same time waits here, and finds the round that the other asked for.
        type(setting).objects.visible_to(viewer).select_for_update().get(pk=setting.pk)
        rows = Round.objects.visible_to(viewer)
        waiting = rows.filter(finished_at__isnull=True, failure="").first()
        if waiting is not None:
            return waiting
        newest = rows.order_by("-number").first()
        row = Round(
            organisation=Organisation.objects.get(pk=viewer.organisation_id),
            number=newest.number + 1 if newest else 1,
            asked_by_name="" if viewer.person_id == NOBODY else viewer.name,
            asked_at=now(),
            most=setting.cases,
            since_on=today() - LOOKED_BACK,
            until_on=today(),
        )
        row.save(force_insert=True)
        note(viewer, "watch.asked", {"round": row.number, "cases": row.most})
    return row
