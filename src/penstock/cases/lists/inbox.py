"""What waits for the viewer's answer, as a list to be walked along."""

from typing import Any

from penstock.cases.lists.register import LISTS, CaseList, Order, Values
from penstock.cases.models import Case
from penstock.cases.queries import LISTED_APART
from penstock.kernel.viewer import Viewer


def _to_answer(viewer: Viewer, _values: Values) -> Any:
    sent = Case.objects.visible_to(viewer).filter(is_open=True, sent_at__isnull=False)
    return sent.exclude(kind__in=LISTED_APART).filter(waits_for=viewer.organisation_id)


TO_ANSWER = CaseList(name="inbox", label="Inbox", route="inbox", narrowed=_to_answer, order=Order(by="due_on"))
LISTS[TO_ANSWER.name] = TO_ANSWER
