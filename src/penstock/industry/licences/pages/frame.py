"""What pages of licences share: the way back, the buttons, the lines, and rows of lists."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.steps import pages as steps
from penstock.catalogue.substances import substance
from penstock.industry.licences.fields import ACTIVITIES
from penstock.industry.licences.models import Allowance, OperatorLicence
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step

Shown = dict[str, Any]
Panel = Callable[[Viewer, OperatorLicence], Shown | None]
"""A card on the page of a licence: its `template` and what that shows; None where it has nothing."""
LICENCE_PANELS: list[Panel] = []
"""The cards of the rooms beside; each adds its own beside its addresses."""
GRAVE = {"revoke", "surrender", "suspend"}
CONSEQUENCES = {
    "suspend": "From now on the register and the public check say that it is not valid.",
    "reinstate": "It may be used again, and the public check says so.",
    "revoke": "Another officer must confirm it. Then it is not valid any more, and it cannot be undone.",
    "surrender": "It is not valid any more. This cannot be undone; another would have to be applied for.",
}


def frame(held: OperatorLicence, heading: str) -> Shown:
    """The way back, and what the page is called."""
    above = {"label": _("Licences"), "url": reverse("licences")}
    return {"licence": held, **steps.frame(held, heading, above)}


def acts(held: OperatorLicence, viewer: Viewer) -> tuple[list[Shown], list[Shown]]:
    """The steps as buttons, open and not."""
    return steps.acts(viewer, held, lambda step: _act(held, step))


def _act(held: OperatorLicence, step: Step) -> Shown:
    url = reverse("licence_step", args=[held.reference, step.verb])
    return {"label": _(step.label), "url": url, "tone": "secondary"}


def panels(viewer: Viewer, held: OperatorLicence) -> list[Shown]:
    """The cards that have something to show of a licence to a viewer."""
    return [shown for one in LICENCE_PANELS if (shown := one(viewer, held)) is not None]


def consequences(step: Step) -> list[str]:
    """What will happen when a step is taken."""
    return [_(CONSEQUENCES[step.verb])] if step.verb in CONSEQUENCES else []


def lines(allowed: Iterable[Allowance]) -> list[Shown]:
    """What a licence allows, line by line."""
    return [
        {
            "substance": substance(one.substance).name,
            "percent": _("in mixtures up to %(percent)s %%") % {"percent": f"{one.percent.normalize():f}"}
            if one.percent is not None
            else "",
            "activity": _(ACTIVITIES[one.activity]),
            "site": one.site,
            "quantity": f"{one.quantity.normalize():f} {one.unit}" if one.quantity else "",
        }
        for one in allowed
    ]


def rows(held: Iterable[OperatorLicence]) -> list[Shown]:
    """Licences as rows of a list."""
    return [
        {
            "reference": one.reference,
            "url": reverse("licence", args=[one.reference]),
            "title": one.title,
            "holder": one.holder_name,
            "until": one.valid_until,
            "badge": pages.badge(one),
            "updated_on": one.updated_at.date(),
        }
        for one in held
    ]


def columns() -> list[Shown]:
    """The heads of a list of licences."""
    return [
        {"label": _("Number"), "kind": "narrow"},
        {"label": _("What")},
        {"label": _("Holder")},
        {"label": _("Until"), "kind": "narrow"},
        {"label": _("State")},
        {"label": _("Updated"), "kind": "narrow"},
    ]
