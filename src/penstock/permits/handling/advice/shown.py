"""Advice as pages show it: the one card on an application, a list, and what happened to one."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import HANDLE_PERMITS
from penstock.permits.applications.models import Application
from penstock.permits.events import EVENTS
from penstock.permits.handling.advice import queries
from penstock.permits.handling.advice.fields import ADVISING, VERDICTS
from penstock.permits.handling.advice.models import Advice
from penstock.permits.handling.advice.services import WITH_THE_AUTHORITY
from penstock.permits.handling.advice.states import STATES, TONES

Shown = dict[str, Any]
OF_VERDICTS = {"no objection": "ok", "conditions": "warn", "against": "bad"}


def row(advice: Advice) -> Shown:
    """An advice in a list."""
    late = queries.is_overdue(advice)
    said = advice.state == "answered"
    label = VERDICTS[advice.verdict] if said else "Overdue" if late else STATES[advice.state]
    return {
        "reference": advice.reference,
        "url": reverse("advice", args=[advice.reference]),
        "application": advice.case,
        "agency": advice.agency.name,
        "office": advice.office.name,
        "badge": _(label),
        "tone": OF_VERDICTS[advice.verdict] if said else "bad" if late else TONES[advice.state],
        "due_on": advice.due_on if advice.state == "asked" else None,
    }


def whole(advice: Advice) -> Shown:
    """An advice with what was asked and what was answered."""
    rows = [one for part in pages.answers(ADVISING, advice.content) for one in part["rows"] if one["value"]]
    return {
        **row(advice),
        "question": advice.question,
        "asked_by": advice.asked_by,
        "asked_at": advice.created_at,
        "rows": rows if advice.content else [],
        "given_by": advice.given_by,
        "given_at": advice.given_at,
        "is_earlier": advice.edition is not None and advice.edition != advice.case.edition,
        "note": advice.note,
        "note_label": _("Why the authority went against it")
        if advice.state == "overruled"
        else _("Why it was withdrawn"),
    }


def panel(viewer: Viewer, application: Application) -> Shown | None:
    """What the agencies say of an application, in one card, for the authority; for an agency what it may read."""
    if application.sent_at is None or viewer.organisation_id == application.opener_id != application.counterpart_id:
        return None
    found = queries.advice_on(viewer, application)
    decides = viewer.organisation_id == application.counterpart_id
    may_ask = decides and viewer.has(HANDLE_PERMITS) and application.state in WITH_THE_AUTHORITY
    if not found and not may_ask:
        return None
    return {
        "template": "permits/handling/advice_panel.html",
        "rows": [whole(one) for one in found],
        "summary": _summed(found) if decides else "",
        "ask_url": reverse("advice_ask", args=[application.reference]) if may_ask else "",
    }


def _summed(found: Iterable[Advice]) -> str:
    counted = Counter(
        _(VERDICTS[one.verdict]) if one.state == "answered" else _(STATES[one.state])
        for one in found
        if one.state != "withdrawn"
    )
    return ", ".join(f"{label}: {number}" for label, number in counted.items())


def story(viewer: Viewer, advice: Advice) -> list[Shown]:
    """What happened to an advice, the newest first."""
    return [
        {
            "what": capfirst(_(EVENTS[one.name][0])),
            "at": one.at,
            "who": one.person_name,
            "organisation": one.organisation_name,
            "body": "\n".join(str(one.data[key]) for key in ("verdict", "reasons", "conditions", "note", "due_on")
                              if one.data.get(key)),
        }
        for one in reversed(queries.acts_on(viewer, advice))
    ]  # fmt: skip
