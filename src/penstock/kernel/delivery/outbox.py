"""The outbox: a message is written in the transaction of its act and delivered at least once by the worker.

The relay holds a row lock while it delivers. The lock dies with the connection, so a killed worker leaves nothing
half done but the delivery itself, which the receiver tells by the message's id.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from penstock.kernel.clock import now
from penstock.kernel.crashes import crash_point
from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM

logger = logging.getLogger(__name__)
Handler = Callable[[UUID, Mapping[str, Any]], None]
HANDLERS: dict[str, Handler] = {}
LONGEST_WAIT = timedelta(minutes=15)


def handles(topic: str) -> Callable[[Handler], Handler]:
    """Register who delivers messages of a topic."""

    def register(handler: Handler) -> Handler:
        HANDLERS[topic] = handler
        return handler

    return register


def send(topic: str, payload: Mapping[str, Any]) -> UUID:
    """Write a message into the outbox, in the transaction of the act it tells of."""
    message = Outgoing(topic=topic, payload=dict(payload))
    message.save(force_insert=True)
    crash_point("after_outbox_before_commit")
    return message.id


def relay_one() -> bool:
    """Deliver the message that has waited longest; False when none is due."""
    with acting(SYSTEM):
        message = (
            Outgoing.objects.select_for_update(skip_locked=True)
            .filter(delivered_at__isnull=True, due_at__lte=now())
            .order_by("due_at")
            .first()
        )
        if message is None:
            return False
        crash_point("before_delivery")
        try:
            with transaction.atomic():
                HANDLERS[message.topic](message.id, message.payload)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the message waits and says why
            _put_off(message, error)
        else:
            crash_point("after_delivery_before_mark")
            message.delivered_at = now()
            message.last_error = ""
        message.save(update_fields=["delivered_at", "attempts", "due_at", "last_error"])
        crash_point("after_mark_before_commit")
        return True


def _put_off(message: Outgoing, error: Exception) -> None:
    message.attempts += 1
    message.due_at = now() + min(timedelta(seconds=2**message.attempts), LONGEST_WAIT)
    message.last_error = f"{type(error).__name__}: {error}"[:500]
    logger.warning("message %s (%s) waits: %s", message.id, message.topic, message.last_error)


@handles("mail")
def deliver_mail(message_id: UUID, payload: Mapping[str, Any]) -> None:
    """Hand one message to the SMTP server; its Message-ID is the outbox id, so a repetition can be told."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    EmailMessage(
        subject=str(payload["subject"]),
        body=str(payload["body"]),
        to=[str(payload["to"])],
        headers={"Message-ID": f"<{message_id}@{host}>"},
    ).send()
    crash_point("after_mail_before_mark")
