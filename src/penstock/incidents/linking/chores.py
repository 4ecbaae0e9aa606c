"""What the worker does for links: follows the record, and links the incidents of which there is news, in pieces.

A piece is one transaction with the place in the record up to which it was followed; a killed worker's is done again.
"""

from penstock.incidents.linking.models import CommonMark, FollowedTo
from penstock.incidents.linking.pairing import MOST_HOLDERS, link, tell_of_common
from penstock.incidents.models import Incident
from penstock.kernel.crashes import crash_point
from penstock.kernel.delivery.worker import every
from penstock.kernel.models import ChainHead, Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM

AT_ONCE = 250
NEWS = (
    "incident.released",
    "incident.released_by_two",
    "incident.handed",
    "incident.returned",
    "incident.amended",
    "incident.retracted",
    "incident.name_given",
    "incident.name_changed",
    "incident.name_removed",
)
"""Acts after which an incident may be linked otherwise."""


@every(1)
def follow_the_record() -> int:
    """Link the incidents of which something was put on the record since; answers how many acts that were."""
    return follow()


def follow(*, most: int = MOST_HOLDERS) -> int:
    """Do one piece; `most` incidents may hold a value for it to mean anything."""
    with acting(SYSTEM):
        FollowedTo.objects.get_or_create(id=1)
        place = FollowedTo.objects.select_for_update(skip_locked=True).filter(id=1).first()
        if place is None:
            return 0
        head = ChainHead.objects.get(id=1).seq
        if head == place.seq:
            return 0
        news = Event.objects.visible_to(SYSTEM).filter(seq__gt=place.seq, seq__lte=head, name__in=NEWS)
        acts = list(news.order_by("seq").values_list("seq", "case_id")[:AT_ONCE])
        wanted = {case_id for _seq, case_id in acts if case_id}
        link(list(Incident.objects.visible_to(SYSTEM).filter(pk__in=wanted).select_related("opener")), most=most)
        crash_point("after_rows_before_commit")
        place.seq = acts[-1][0] if len(acts) == AT_ONCE else head
        place.save(update_fields=["seq"])
    return len(acts)


@every(3600)
def tell_of_what_is_common() -> int:
    """Let those know of over-common values who have come to see enough holders since; answers how many values."""
    with acting(SYSTEM):
        values = list(CommonMark.objects.visible_to(SYSTEM).values_list("kind", "value"))
        tell_of_common(values)
    return len(values)
