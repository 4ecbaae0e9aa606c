"""How far a paper is that a customer signs."""

from penstock.kernel.clock import today
from penstock.orders.signatures.models import SignedPaper

STATES = {
    "drawn up": "Drawn up, not signed",
    "sent": "Waits to be signed",
    "signed": "Signed, to be verified",
    "in force": "In force",
    "not yet": "Begins later",
    "expired": "Expired",
    "ended": "Ended",
}
TONES = {"drawn up": "neutral", "sent": "info", "signed": "warn", "in force": "ok", "not yet": "info", "expired": "bad",
         "ended": "neutral"}  # fmt: skip


def state_of(row: SignedPaper) -> str:
    """How far a paper is, today."""
    day = today()
    if row.ended_at:
        return "ended"
    if not row.signed_at:
        return "sent" if row.link_digest else "drawn up"
    if row.until_on < day:
        return "expired"
    if not row.verified_at:
        return "signed"
    return "in force" if row.from_on <= day else "not yet"
