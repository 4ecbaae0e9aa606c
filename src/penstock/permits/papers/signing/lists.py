"""Lists that say how permits stand, one place for each, after the Token Status List of the IETF's OAuth group.

Whoever fetches a list learns nothing of permits whose paper is not at hand, and the house does not learn which of them
is being looked at. Four bits a place: 0 stands, 1 is revoked, 2 suspended; the others are those that the draft leaves
to applications.
"""

import base64
import secrets
import zlib
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from penstock.kernel.clock import now
from penstock.kernel.models import ChainHead
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible
from penstock.parties.models import Organisation
from penstock.permits.models import Permit
from penstock.permits.papers.models import StatusList, StatusPlace

BITS = 4
LENGTH = 1 << 16
MOST_TAKEN = LENGTH // 2
"""A list is left when half of it is taken, so that drawing a free place by lot takes two tries at most on average."""
NUMBERS = {"revoked": 1, "suspended": 2, "expired": 12, "replaced": 13, "surrendered": 14, "used": 15}
"""What stands at a place; none for a permit in force."""
HOLDS_FOR = timedelta(hours=24)
FRESH_FOR = timedelta(minutes=5)
KIND = "statuslist+jwt"


def place_of(permit: Permit) -> StatusPlace:
    """The place of a permit; drawn when its paper is first made."""
    with acting(SYSTEM):
        found = StatusPlace.objects.visible_to(SYSTEM).filter(case=permit.pk).first()
        if found is not None:
            return found
        # Two who fetch the same new paper draw one after the other.
        Organisation.objects.select_for_update().get(pk=permit.opener_id)
        return StatusPlace.objects.visible_to(SYSTEM).filter(case=permit.pk).first() or _drawn(permit)


def _drawn(permit: Permit) -> StatusPlace:
    rows = StatusList.objects.visible_to(SYSTEM).filter(organisation=permit.opener_id, taken__lt=MOST_TAKEN)
    chosen = rows.order_by("pk").first() or StatusList.objects.create(organisation_id=permit.opener_id)
    places = StatusPlace.objects.visible_to(SYSTEM).filter(status_list=chosen)
    index = secrets.randbelow(LENGTH)
    while places.filter(index=index).exists():
        index = secrets.randbelow(LENGTH)
    chosen.taken += 1
    chosen.save(update_fields=["taken"])
    return StatusPlace.objects.create(case=permit, organisation_id=permit.opener_id, status_list=chosen, index=index)


def address_of(number: int) -> str:
    """Where a list is published."""
    return f"{settings.BASE_URL}{reverse('permit_status', args=[number])}"


def stand_of(number: int) -> tuple[Organisation, dict[str, Any]]:
    """Whose list it is, and what it says now; NotVisible for a number that was never given."""
    with acting(SYSTEM):
        row = StatusList.objects.visible_to(SYSTEM).select_related("organisation").filter(pk=number).first()
        if row is None:
            raise NotVisible
        return row.organisation, {
            "sub": address_of(number),
            "iat": int(now().timestamp()),
            "exp": int((now() + HOLDS_FOR).timestamp()),
            "ttl": int(FRESH_FOR.total_seconds()),
            "status_list": {"bits": BITS, "lst": _bits(number, row.organisation_id, _newest_act())},
        }


def _newest_act() -> int:
    """Every change of a permit is on the record, so a list is as fresh as the record is long."""
    return ChainHead.objects.get(pk=1).seq


@lru_cache(maxsize=64)
def _bits(number: int, organisation_id: UUID, _as_of: int) -> str:
    """The list as the draft writes it: places from the lowest bit on, packed with DEFLATE, in base64url."""
    places = StatusPlace.objects.visible_to(SYSTEM).filter(status_list=number, organisation=organisation_id)
    places = places.exclude(case__state="issued")
    return packed(places.values_list("index", "case__state"))


def packed(places: Iterable[tuple[int, str]]) -> str:
    """Places and the states that stand there, packed."""
    listed = bytearray(LENGTH * BITS // 8)
    for index, state in places:
        listed[index // 2] |= NUMBERS.get(state, 0) << (index % 2 * BITS)
    return base64.urlsafe_b64encode(zlib.compress(bytes(listed), 9)).rstrip(b"=").decode()
