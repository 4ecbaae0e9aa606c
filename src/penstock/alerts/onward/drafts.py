"""The drafts that a report or a lead begins: made of codes and register names, and of nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, Protocol, TypeVar

from penstock.alerts.services import draft_alert
from penstock.alerts.states import FULL, INDUSTRY
from penstock.cases.models import Case
from penstock.catalogue.substances import substance
from penstock.incidents.services import draft_incident
from penstock.kernel.clock import today
from penstock.kernel.viewer import Viewer

INDUSTRY_WARNING, TO_INCIDENTS, TO_GOVERNMENTS = "warn", "refer", "alert"
USUAL_DAYS = timedelta(days=90)


class Offered(Protocol):
    """What may be told of a report or a lead without telling whose it is."""

    @property
    def substances(self) -> Sequence[str]:
        """Ids of the register."""

    @property
    def month(self) -> str:
        """The month as `2026-11`, or nothing."""

    @property
    def country(self) -> str:
        """The country of the office."""

    @property
    def headline(self) -> str:
        """One sentence of register names."""

    @property
    def looked_for(self) -> str:
        """The signs in words."""


Material = TypeVar("Material", bound=Offered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way(Generic[Material]):
    """One way onward: the duty it needs beside that of the office, what it is called, and what it makes."""

    duty: str
    label: str
    effect: str
    make: Callable[[Viewer, Material], Case]


def _alert(material: Offered) -> dict[str, Any]:
    return {
        "headline": material.headline[:160],
        "indicators": ["company"],
        "substances": list(material.substances),
        "urgency": "soon",
        "certainty": "observed",
        "look_for": material.looked_for,
        "expires_on": (today() + USUAL_DAYS).isoformat(),
        "marking": "AMBER",
    }


def warning(viewer: Viewer, material: Offered) -> Case:
    """An alert for industry, to one's own companies."""
    return draft_alert(viewer=viewer, raw={**_alert(material), "shared_with": "own"}, kind=INDUSTRY)


def to_governments(viewer: Viewer, material: Offered) -> Case:
    """A special alert to other governments."""
    return draft_alert(viewer=viewer, raw=_alert(material), kind=FULL)


def incident(viewer: Viewer, material: Offered, **more: str) -> Case:
    """An incident; `more` says of which kind, seen through which channel."""
    raw: dict[str, Any] = {
        "domain": "precursors",
        "country": material.country,
        "marking": "AMBER",
        "summary": material.looked_for,
        "substances": [{"named": substance(one).name} for one in material.substances],
        **more,
    }
    if material.month:
        # The day could lead to the order or the account; the month does not.
        raw |= {"happened_on": f"{material.month}-01", "known_to": "month"}
    return draft_incident(viewer=viewer, raw=raw)
