"""Calls the API as a program of an authority would: a base address, a token, and JSON."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

JSON = dict[str, Any]
WORKER_SECONDS = 120
"""How long the worker may take: its first file has it read every list, with others at the same cores."""


class Caller:
    """One person's program."""

    def __init__(self, base_url: str, token: str) -> None:
        """Speak to an instance with a bearer token."""
        self.http = httpx.Client(
            base_url=f"{base_url}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=120
        )

    def get(self, path: str, **params: Any) -> httpx.Response:
        """Read."""
        return self.http.get(path, params=params)

    def post(self, path: str, body: JSON | None = None, *, key: str | None = None) -> httpx.Response:
        """Write, with an idempotency key if one is given."""
        return self.http.post(path, json=body, headers={"Idempotency-Key": key} if key else {})

    def done(self, path: str, body: JSON | None = None) -> JSON:
        """Write something that is expected to be done, and answer what came back."""
        answer = self.post(path, body)
        assert answer.is_success, answer.text
        return answer.json()

    def until(self, path: str, field: str) -> JSON:
        """Ask until the worker has filled a field of what it works at, and answer that."""
        end = time.monotonic() + WORKER_SECONDS
        while time.monotonic() < end:
            found: JSON = self.get(path).json()
            assert not found["failure"], found["failure"]
            if found[field]:
                return found
            time.sleep(0.05)
        message = f"{field} of {path} did not come within {WORKER_SECONDS} s"
        raise AssertionError(message)


def shipment(**changes: Any) -> JSON:
    """A shipment of acetone from India to Chile that may be sent as it is."""
    dispatch = datetime.now(UTC).date() + timedelta(days=40)
    return {
        "reference": "API-1",
        "exporter_name": "Marigold Fine Chemicals Ltd",
        "exporter_country": "IN",
        "importer_name": "Quimicos del Valle Ficticio SA",
        "importer_country": "CL",
        "goods_description": "Acetone, technical grade",
        "cas_number": "67-64-1",
        "quantity": "18000",
        "unit": "kg",
        "port_of_exit": "INNSA",
        "point_of_entry": "CLVAP",
        "dispatch_on": dispatch.isoformat(),
        **changes,
    }
