"""The inbox: an incoming call's key is kept with its effect and its answer, so a repeated call changes nothing."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from penstock.kernel.crashes import crash_point
from penstock.kernel.models import Incoming
from penstock.kernel.viewer import Refused, Viewer

Answered = tuple[int, Any]


def once(viewer: Viewer, key: str, body: bytes, act: Callable[[], Answered]) -> Answered:
    """Do `act` unless this key did it before; answers what the first call was answered.

    The key's row is written first, in the same transaction: a second call with the key waits on the unique index
    until the first ends. A key used for another body is Refused.
    """
    digest = hashlib.sha256(body).hexdigest()
    try:
        with transaction.atomic():
            row = Incoming(organisation_id=viewer.organisation_id, key=key, digest=digest)
            row.save(force_insert=True)
            row.status, row.answer = act()
            row.save(update_fields=["status", "answer"])
            crash_point("after_answer_kept")
            return row.status, row.answer
    except IntegrityError as error:
        if "incoming_key_once" not in str(error):
            raise
    before = Incoming.objects.get(organisation_id=viewer.organisation_id, key=key)
    if before.digest != digest:
        raise Refused("key_reused", "This Idempotency-Key was used for another request. Use a new key.")
    return before.status, before.answer
