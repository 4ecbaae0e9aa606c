"""Since when an organisation reads as each of its circles: what it sees by one it joined is added, for it, on that day.

Clients ask for what was added after their last read. What a circle was told before would never come to somebody who
joins it, so its objects are dated, for that reader, by the instant of the first read as a member.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from penstock.exchange.taxii.models import Inbox, StixFollowed
from penstock.exchange.taxii.paging import Asked, joined
from penstock.kernel.clock import now
from penstock.kernel.viewer import Viewer

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


def as_joined(viewer: Viewer, asked: Asked) -> Asked:
    """The question with the circles that the viewer's organisation joined after the instant that it asks from."""
    if asked.next and not asked.added_after:
        return asked
    since = circles_since(viewer)
    after = asked.added_after
    return joined(asked, viewer.sees_as, {one: at for one, at in since.items() if after and at > after})


def circles_since(viewer: Viewer) -> Mapping[UUID, datetime]:
    """Since when the viewer's organisation reads as each of the circles it is in today.

    At its first read it has always been in them: it begins with everything. A circle that it left is forgotten.
    """
    box = Inbox.objects.visible_to(viewer).filter(organisation=viewer.organisation_id).first()
    known = box.circles if box else None
    if known is None or known.keys() != set(map(str, viewer.circles)):
        known = _looked_at(viewer)
    return {UUID(one): datetime.fromisoformat(at) for one, at in known.items()}


def _looked_at(viewer: Viewer) -> dict[str, str]:
    """Take over the circles of today, at an instant before which all that was added is there, and none after."""
    StixFollowed.objects.get_or_create(id=1)
    place = StixFollowed.objects.select_for_update().get(id=1)
    Inbox.objects.get_or_create(organisation_id=viewer.organisation_id)
    box = Inbox.objects.visible_to(viewer).select_for_update().get(organisation=viewer.organisation_id)
    at = ALWAYS
    if box.circles is not None:
        at = place.added_at = max(now(), place.added_at)
        place.save(update_fields=["added_at"])
    before = box.circles or {}
    box.circles = {str(one): before.get(str(one), at.isoformat()) for one in viewer.circles}
    box.save(update_fields=["circles"])
    told: dict[str, str] = box.circles
    return told
