"""What a person decides on a suggestion: it is dismissed, or taken into a draft; both are remembered."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.alerts.fields import DECISION
from penstock.alerts.models import Alert, Suggestion
from penstock.alerts.services import draft_alert
from penstock.alerts.suggesting.looking import LANE, RISE, SUBSTANCE, name_of
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.duties import SEND_ALERTS

INDICATOR = {SUBSTANCE: "chemical", LANE: "route", RISE: "rise"}


def _open(viewer: Viewer, suggestion_id: UUID) -> Suggestion:
    row = Suggestion.objects.visible_to(viewer).select_for_update().filter(pk=suggestion_id).first()
    if row is None:
        raise NotVisible
    if row.state != "open":
        raise Refused("decided", f"{row.decided_by} has already decided on this.")
    return row


def _decide(viewer: Viewer, row: Suggestion, state: str, **kept: str) -> None:
    row.state, row.decided_by, row.decided_at = state, viewer.name, now()
    for name, value in kept.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "decided_by", "decided_at", *kept])
    act = record.Act(
        name=f"alert.suggestion_{state}",
        case_id=None,
        viewer=viewer,
        audience=row.audience,
        data={"suggestion": str(row.pk), "about": row.about, **kept},
        duty=SEND_ALERTS,
    )
    record.append(act)


def dismiss(*, viewer: Viewer, suggestion_id: UUID, raw: Mapping[str, Any]) -> Suggestion:
    """Say that no alert comes of it; what is found again later as something else is suggested again."""
    viewer.needs(SEND_ALERTS)
    reading = DECISION.read(raw, strict=True)
    with transaction.atomic():
        row = _open(viewer, suggestion_id)
        _decide(viewer, row, "dismissed", note=reading.values["note"] or "")
    return row


def take(*, viewer: Viewer, suggestion_id: UUID) -> Alert:
    """Begin a draft with what was found; the incidents stay with the suggestion, for others may not see them."""
    viewer.needs(SEND_ALERTS)
    with transaction.atomic():
        row = _open(viewer, suggestion_id)
        begun = {
            "headline": row.title[:160],
            "indicators": [INDICATOR[row.kind]],
            "substances": [row.evidence["substance"]],
            "route": row.evidence.get("lane") or [],
            "certainty": "observed",
            "marking": "AMBER",
        }
        alert = draft_alert(viewer=viewer, raw=begun)
        _decide(viewer, row, "taken", taken_into=alert.reference)
    return alert


def reasons(row: Suggestion) -> list[str]:
    """In sentences, what was counted and why it is suggested."""
    told = row.evidence
    if row.kind == RISE:
        return [
            f"Counted were reports: each country and day on which {name_of(told['substance'])} was found, once.",
            f"Since {told['since']} there were {told['now']}; from {told['before_since']} until then {told['before']}.",
            f"All substances together gave {told['all_now']} and {told['all_before']} reports in these times.",
            f"So {told['expected']} were to be expected; so many or more come by chance once in {told['once_in']}.",
            f"{told['tried']} substances were tried at once, and the limit was set accordingly.",
        ]
    return [
        f"No released incident had shown this before {told['first_on']}.",
        f"Of {told['sightings']} sightings so far {told['seen_once']} stand alone: so seldom is something new here.",
    ]
