"""Calls the API as a program of an authority would: a base address, a token, and JSON."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

JSON = dict[str, Any]


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
