"""The couriers: each takes the endpoint that has waited longest and delivers the next act of the record to it.

The record is the queue: an act is told because it is on the record, in its order, at least once and under one id. The
courier holds the endpoint's row lock while it delivers, so an endpoint has one courier at a time, a slow one keeps only
its own courier waiting, and the lock of a killed courier dies with its connection. Nothing is skipped: an endpoint that
fails is tried again later and later, then stopped, and goes on from the same place when it is resumed.
"""

import json
import logging
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q

from penstock.exchange.messages import Message, events_after, messages_of
from penstock.exchange.models import Endpoint
from penstock.exchange.webhooks import services
from penstock.exchange.webhooks.posting import Answer, post
from penstock.exchange.webhooks.signing import headers, secret_of
from penstock.kernel.clock import now
from penstock.kernel.delivery.outbox import send
from penstock.kernel.delivery.worker import lane
from penstock.kernel.models import ChainHead, Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.parties.duties import CONNECT_SYSTEMS
from penstock.parties.queries import system_of

logger = logging.getLogger(__name__)
COURIERS = 2
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=3)
PATIENCE = timedelta(days=5)
TEST = "penstock.test"


def deliver_one() -> bool:
    """Deliver one message to the endpoint that has waited longest; False when none waits."""
    with acting(SYSTEM):
        head = ChainHead.objects.get(id=1).seq
        behind = Q(stopped_at__isnull=True, due_at__lte=now(), after_seq__lt=head)
        waiting = Endpoint.objects.visible_to(SYSTEM).filter(behind | Q(test_asked_at__isnull=False))
        endpoint = waiting.select_for_update(skip_locked=True).order_by("due_at").first()
        if endpoint is None:
            return False
        try:
            with transaction.atomic():
                _serve(endpoint, head)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("a courier failed at endpoint %s", endpoint.id)
            _put_off(endpoint, Answer(0, "Penstock itself failed; its operator finds why in the log."))
        return True


for _ in range(COURIERS):
    lane(deliver_one)


def _serve(endpoint: Endpoint, head: int) -> None:
    if endpoint.test_asked_at is not None:
        _test(endpoint)
    else:
        _deliver(endpoint, head)


def _deliver(endpoint: Endpoint, head: int) -> None:
    reader = _reader(endpoint)
    with acting(reader):
        event = events_after(reader, endpoint.after_seq, endpoint.kinds).filter(seq__lte=head).first()
        message = next(messages_of(reader, [event], full=endpoint.is_full)) if event else None
    if event is None or message is None:
        Endpoint.objects.filter(pk=endpoint.pk).update(after_seq=head)
        return
    answer = _post(endpoint, message)
    endpoint.last_answer = answer.said
    if answer.is_taken:
        _taken(endpoint, event)
    else:
        _put_off(endpoint, answer)


def _reader(endpoint: Endpoint) -> Viewer:
    """The organisation itself as it is today: what is read for its endpoint passes both of its fences."""
    return system_of(endpoint.organisation, duties=endpoint.duties)


def _post(endpoint: Endpoint, message: Message) -> Answer:
    at, body = now(), body_of(message)
    secrets = [secret_of(endpoint.id, endpoint.generation)]
    if endpoint.former_until and endpoint.former_until > at:
        secrets.append(secret_of(endpoint.id, endpoint.generation - 1))
    return post(endpoint.url, headers(message["id"], at, body, secrets), body)


def body_of(message: Message) -> bytes:
    """A message as it is sent, the same bytes each time."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def _taken(endpoint: Endpoint, event: Event) -> None:
    endpoint.after_seq, endpoint.last_taken_at = event.seq, now()
    endpoint.attempts, endpoint.failing_since, endpoint.due_at = 0, None, now()
    endpoint.save(update_fields=["after_seq", "last_taken_at", "attempts", "failing_since", "due_at", "last_answer"])


def _put_off(endpoint: Endpoint, answer: Answer) -> None:
    endpoint.attempts += 1
    endpoint.failing_since = endpoint.failing_since or now()
    endpoint.due_at = now() + wait_after(endpoint.attempts)
    endpoint.save(update_fields=["attempts", "failing_since", "due_at", "last_answer"])
    if answer.is_gone:
        _give_up(endpoint, "it answered that it is gone (410)")
    elif now() - endpoint.failing_since >= PATIENCE:
        _give_up(endpoint, f"it took nothing for {PATIENCE.days} days; the last answer: {answer.said}")


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many deliveries of one message have failed: three times as long each time."""
    return LONGEST_WAIT if attempts > 8 else min(FIRST_WAIT * 3 ** (attempts - 1), LONGEST_WAIT)  # noqa: PLR2004


def _give_up(endpoint: Endpoint, because: str) -> None:
    services.end(endpoint, SYSTEM, because=because)
    send(
        "announcement",
        {
            "organisation": str(endpoint.organisation_id),
            "duty": CONNECT_SYSTEMS,
            "subject": f"Stopped: the webhook {endpoint.label}",
            "body": f"The webhook '{endpoint.label}' was stopped: {because}.\n\nNothing is lost: resumed, it goes on"
            f" where it stopped.\n\n{settings.BASE_URL}/webhooks/{endpoint.id}/\n",
        },
    )


def _test(endpoint: Endpoint) -> None:
    """Send one message that tells of nothing, once."""
    asked = endpoint.test_asked_at or now()
    message: Message = {
        "id": f"test_{endpoint.id.hex}_{int(asked.timestamp())}",
        "type": TEST,
        "timestamp": asked.isoformat(),
        "data": {"reference": "", "link": f"{settings.BASE_URL}/webhooks/{endpoint.id}/"},
    }
    answer = _post(endpoint, message)
    Endpoint.objects.filter(pk=endpoint.pk, test_asked_at=asked).update(test_asked_at=None, test_answer=answer.said)
