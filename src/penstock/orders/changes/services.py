"""Writes of tasks of law: done, or dismissed with a reason."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from penstock.kernel.clock import now
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.orders.changes.fields import SETTLING
from penstock.orders.changes.models import LawTask
from penstock.orders.customers.services import note, strictly
from penstock.parties.duties import KEEP_CUSTOMERS


def settle(*, viewer: Viewer, task_id: UUID, raw: Mapping[str, Any]) -> LawTask:
    """Say what was done about a task, or why nothing is to be done; it is said once."""
    viewer.needs(KEEP_CUSTOMERS)
    values = strictly(SETTLING, raw).values
    with transaction.atomic():
        row = LawTask.objects.visible_to(viewer).select_for_update().filter(pk=task_id).first()
        if row is None:
            raise NotVisible
        if row.outcome:
            raise Refused("settled_before", _("%(name)s settled it before.") % {"name": row.settled_by})
        row.outcome, row.note = values["outcome"], values["note"]
        row.settled_by, row.settled_at = viewer.name, now()
        row.save(update_fields=["outcome", "note", "settled_by", "settled_at"])
        told = {"task": str(row.pk), "goods": row.goods, "of": row.kind, "outcome": row.outcome, "note": row.note}
        note(viewer, "law_task.settled", told)
    return row
