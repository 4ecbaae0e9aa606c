"""Arrangements for the tests: who answers for a territory of the cast's world."""

from typing import Any

from penstock.kernel.rowsecurity import acting
from penstock.notices.arrangements import services
from penstock.notices.models import Arrangement
from tests.cast import Actor


def an_arrangement(by: Actor, **changes: Any) -> Arrangement:
    """Somebody of the secretariat records who answers for Fijian waters; nobody is named, so the secretariat does."""
    raw = {
        "territory": "FJ",
        "since_on": "2024-01-01",
        "basis": "An exchange of letters between the parties concerned",
        "source": "Letter 7 of 2 January 2024",
        **changes,
    }
    with acting(by.viewer) as viewer:
        return services.make_arrangement(viewer=viewer, raw=raw)
