"""Signatures of webhooks: symmetric, scheme `v1`, as the Standard Webhooks specification (1.0.0) describes them.

A secret is derived from the instance's own key, so that none lies in the database or its backups.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings

PREFIX = "whsec_"


def secret_of(endpoint_id: UUID, generation: int) -> str:
    """The secret of an endpoint's generation, `whsec_` and 32 bytes in base64."""
    said = f"penstock webhook {endpoint_id} {generation}".encode()
    return PREFIX + base64.b64encode(hmac.digest(settings.SECRET_KEY.encode(), said, hashlib.sha256)).decode()


def signature(secret: str, message_id: str, seconds: int, body: bytes) -> str:
    """The signature of one delivery: HMAC-SHA256 over id, Unix time and body, joined by full stops."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def headers(message_id: str, at: datetime, body: bytes, secrets: Iterable[str]) -> Mapping[str, str]:
    """The three headers of a delivery; each secret leaves a signature, so that one can take the place of another."""
    seconds = int(at.timestamp())
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(signature(secret, message_id, seconds, body) for secret in secrets),
    }
