"""What pages of notices to platforms share: the way back, buttons, rows of lists, and what a notice says in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.steps import pages as steps
from penstock.industry.platforms.asking.fields import NOTICE, OUTCOMES
from penstock.industry.platforms.asking.models import PlatformNotice
from penstock.industry.platforms.asking.queries import days_to_answer
from penstock.kernel.clock import today
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step

Shown = dict[str, Any]
FIRST = {"send", "link"}
GRAVE = {"discard"}
ON_PAGES_OF_THEIR_OWN = {"edit": "platform_notice_edit", "send": "platform_notice_edit", "link": "platform_notice_link"}
OUTCOME_TONES = {"acted": "ok", "partly": "warn", "refused": "bad"}
CONSEQUENCES = {
    "discard": "The draft is put away; nobody else has seen it.",
    "acknowledge": "The clock runs on until the platform says what it did.",
    "answer": "The clock stops, and a link that was made is good no more.",
    "close": "Nothing more is asked of the platform, and a link that was made is good no more.",
}


def frame(row: PlatformNotice, heading: str) -> Shown:
    """The way back, and what the page is called."""
    above = {"label": _("Notices to platforms"), "url": reverse("platform_notices")}
    return {"row": row, **steps.frame(row, heading, above)}


def acts(row: PlatformNotice, viewer: Viewer) -> tuple[list[Shown], list[Shown]]:
    """The steps as buttons, open and not; a notice is sent from its sheet."""
    return steps.acts(viewer, row, lambda step: _act(row, step), without="send")


def _act(row: PlatformNotice, step: Step) -> Shown:
    own = ON_PAGES_OF_THEIR_OWN.get(step.verb)
    return {
        "label": _("Go on writing, and send") if step.verb == "edit" else _(step.label),
        "url": reverse(own, args=[row.reference]) if own else reverse("platform_notice_step",
                                                                      args=[row.reference, step.verb]),
        "tone": "primary" if step.verb in FIRST | {"edit"} else "secondary",
    }  # fmt: skip


def consequences(step: Step) -> list[str]:
    """What will happen when a step is taken."""
    return [_(CONSEQUENCES[step.verb])] if step.verb in CONSEQUENCES else []


def said(content: Mapping[str, Any]) -> list[Shown]:
    """What a notice says, part by part, without what was left empty."""
    parts = ({**part, "rows": [row for row in part["rows"] if row["value"]]} for part in pages.answers(NOTICE, content))
    return [part for part in parts if part["rows"]]


def rows(found: Iterable[PlatformNotice]) -> list[Shown]:
    """Notices as rows of a list."""
    return [
        {
            "reference": one.reference,
            "url": reverse("platform_notice", args=[one.reference]),
            "platform": one.platform.name,
            "due": one.due_on,
            "is_late": one.due_on is not None and one.due_on < today(),
            "badge": pages.badge(one),
            "outcome": _(OUTCOMES[one.outcome]) if one.outcome else "",
            "tone": OUTCOME_TONES.get(one.outcome, ""),
            "took": took(one),
        }
        for one in found
    ]


def took(one: PlatformNotice) -> str:
    """How long the platform took to answer, in days; empty without an answer."""
    days = days_to_answer(one)
    return "" if days is None else _("%(days)s days") % {"days": f"{days:.1f}"}


def columns() -> list[Shown]:
    """The heads of a list of notices."""
    return [
        {"label": _("Reference"), "kind": "narrow"},
        {"label": _("Platform")},
        {"label": _("State")},
        {"label": _("Answer due"), "kind": "narrow"},
        {"label": _("What it did")},
    ]
