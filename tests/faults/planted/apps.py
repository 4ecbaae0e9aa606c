"""Takes safeguards out of the house when it starts."""

import os
from collections.abc import Callable, Mapping
from typing import Any

from django.apps import AppConfig
from django.db import transaction

from penstock.kernel.clock import new_id
from penstock.kernel.crashes import crash_point


class PlantedConfig(AppConfig):
    """`outbox`, `inbox` and `ids` in PENSTOCK_PLANTED each name a safeguard to be taken out."""

    name = "tests.faults.planted"
    label = "planted"

    def ready(self) -> None:
        """Put the naive ways in the place of the safe ones, under every name they were imported by."""
        planted = os.environ["PENSTOCK_PLANTED"].split()
        modules = self._modules()
        if "outbox" in planted:
            for module in (modules["outbox"], modules["cases"], modules["batches"], modules["alerts"]):
                module.send = _send_directly(modules["outbox"].HANDLERS)
        if "inbox" in planted:
            modules["access"].once = _every_time
        if "ids" in planted:
            _forget_ids(modules["outbox"].HANDLERS)

    @staticmethod
    def _modules() -> dict[str, Any]:
        return {name: __import__(path, fromlist=["*"]) for name, path in PLACES.items()}


PLACES = {
    "outbox": "penstock.kernel.delivery.outbox",
    "cases": "penstock.cases.services",
    "batches": "penstock.notices.shipments.batches",
    "access": "penstock.kernel.doors.access",
    "alerts": "penstock.alerts.sending.telling",
}


def _send_directly(handlers: Mapping[str, Callable[..., None]]) -> Callable[..., None]:
    """Commit first, then send: what many programs do."""

    def send(topic: str, payload: Mapping[str, Any]) -> None:
        def deliver() -> None:
            crash_point("after_commit_before_send")
            handlers[topic](new_id(), payload)

        transaction.on_commit(deliver)

    return send


def _forget_ids(handlers: dict[str, Callable[..., None]]) -> None:
    """Give a mail another id each time it is delivered: what many programs do."""
    deliver = handlers["mail"]

    def forgetful(_message_id: object, payload: Mapping[str, Any]) -> None:
        deliver(new_id(), payload)
        # Alerts alone are judged where alerts go out, and other mails go out beside them.
        if "-ALERT-" in payload["subject"]:
            crash_point("after_alert_before_mark")

    handlers["mail"] = forgetful


def _every_time(_viewer: object, _key: str, called: bytes, act: Callable[[], Any]) -> Any:
    """Do what was called for, whatever the key says: what many programs do."""
    if called.startswith((b"POST /api/v1/notices\n", b"POST /api/v1/alerts\n")):
        transaction.on_commit(lambda: crash_point("after_draft_before_answer"))
    return act()
