"""What pages of permits and of applications share: the way back, the buttons, and rows of lists."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.steps import pages as steps
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step
from penstock.permits.models import Permit

Shown = dict[str, Any]
Panel = Callable[[Viewer, Any], Shown | None]
"""A card on the page of a permit or an application: its `template` and what that shows; None where it has nothing."""
PERMIT_PANELS: list[Panel] = []
APPLICATION_PANELS: list[Panel] = []
"""The cards of the rooms beside; each adds its own beside its addresses."""
GRAVE = {"revoke", "surrender", "suspend"}
CONSEQUENCES = {
    "extend": "Everyone on the permit reads the new last day, and it stands when the paper is verified.",
    "suspend": "Whoever verifies the paper is told that it may not be used now. Goods on their way are to be held.",
    "reinstate": "The permit may be used again.",
    "revoke": "Another officer must confirm it. Then the paper is not valid any more: customs and the other "
    "government are told, and what it holds of balances and is not under way is given back. It cannot be undone.",
    "surrender": "The permit cannot be used any more; what it holds of balances is given back. This cannot be undone.",
}


def frame(permit: Permit, heading: str) -> Shown:
    """The way back, and what the page is called."""
    above = {"label": _("Permits"), "url": reverse("permits")}
    return {"permit": permit, **steps.frame(permit, heading, above)}


def panels(found: list[Panel], viewer: Viewer, case: Any) -> list[Shown]:
    """The cards that have something to show of a case to a viewer."""
    return [shown for one in found if (shown := one(viewer, case)) is not None]


def acts(permit: Permit, viewer: Viewer) -> tuple[list[Shown], list[Shown]]:
    """The steps as buttons, open and not."""
    return steps.acts(viewer, permit, lambda step: _act(permit, step))


def _act(permit: Permit, step: Step) -> Shown:
    return {
        "label": _(step.label),
        "url": reverse("permit_step", args=[permit.reference, step.verb]),
        "tone": "secondary",
    }


def consequences(step: Step) -> list[str]:
    """What will happen when a step is taken."""
    return [_(CONSEQUENCES[step.verb])] if step.verb in CONSEQUENCES else []


def rows(permits: list[Permit]) -> list[Shown]:
    """Permits as rows of a list."""
    return [
        {
            "reference": one.reference,
            "url": reverse("permit", args=[one.reference]),
            "title": one.title,
            "holder": one.holder_name,
            "other": one.other_name,
            "until": one.valid_until,
            "badge": pages.badge(one),
            "updated_on": one.updated_at.date(),
        }
        for one in permits
    ]


def columns() -> list[Shown]:
    """The heads of a list of permits."""
    return [
        {"label": _("Number"), "kind": "narrow"},
        {"label": _("What")},
        {"label": _("Companies")},
        {"label": _("Until"), "kind": "narrow"},
        {"label": _("State")},
        {"label": _("Updated"), "kind": "narrow"},
    ]
