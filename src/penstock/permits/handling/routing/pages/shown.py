"""Work, rules and simulations as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.assignments.shown import card
from penstock.kernel.forms.specification import Form, Section
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import HANDLE_PERMITS
from penstock.permits.applications.models import Application
from penstock.permits.handling.advice.services import WITH_THE_AUTHORITY
from penstock.permits.handling.routing import queries
from penstock.permits.handling.routing.fields import ACTIONS, CONDITIONS, PARTS
from penstock.permits.handling.routing.judging import Outcome, Rule
from penstock.permits.handling.routing.models import Placement
from penstock.permits.handling.routing.queries import Piece
from penstock.permits.handling.routing.simulating import Simulation, Trial

Shown = dict[str, Any]
DIFFERENCES = {"queue": "Queue", "officer": "Officer", "agencies": "Agencies", "flags": "Flags"}


def why(placement: Placement | None) -> str:
    """Which rule put an application where it lies, or who did."""
    if placement is None:
        return _("It was lodged before there were queues.")
    if placement.placed_by:
        return _("%(name)s put it here.") % {"name": placement.placed_by}
    if placement.rule and placement.rules:
        said = {"rule": placement.rule, "number": placement.rules.number}
        return _("The rule “%(rule)s” put it here (rules no. %(number)s).") % said
    if placement.queue is None:
        return _("Your authority had no queue when it was lodged.")
    return _("No rule says where, so it came to the queue for everything else.")


def piece(one: Piece, country: str) -> Shown:
    """An application that waits, as a row."""
    application, placement = one.application, one.placement
    return {
        "reference": application.reference,
        "url": reverse("application", args=[application.reference]),
        "title": application.title,
        "applicant": application.applicant_name or application.opener.name,
        "clock": pages.clock(application, country),
        "badge": pages.badge(application),
        "queue": placement.queue.name if placement and placement.queue else "",
        "flags": placement.flags if placement else [],
        "why": why(placement),
        "holder": one.holder,
        "advice": _("%(answered)s of %(asked)s agencies have advised") % {"answered": one.answered, "asked": one.asked}
        if one.asked
        else "",
    }


def panel(viewer: Viewer, application: Application) -> Shown | None:
    """Where an application lies and who holds it, for the authority that decides."""
    if viewer.organisation_id != application.counterpart_id or application.sent_at is None:
        return None
    placement = queries.placement_of(viewer, application)
    is_waiting = application.state in WITH_THE_AUTHORITY
    may_place = is_waiting and viewer.has(HANDLE_PERMITS) and bool(queries.queues(viewer))
    return {
        "template": "permits/handling/placement_panel.html",
        "queue": placement.queue.name if placement and placement.queue else "",
        "why": why(placement),
        "note": placement.note if placement else "",
        "fired": placement.fired if placement else [],
        "flags": placement.flags if placement else [],
        "place_url": reverse("application_place", args=[application.reference]) if may_place else "",
        "held": card(viewer, application),
    }


def names(viewer: Viewer) -> dict[str, str]:
    """What the ids in rules stand for: queues, officers and agencies."""
    own = viewer.organisation_id
    found = {str(one.pk): one.name for one in queries.queues(viewer, with_closed=True)}
    found |= {str(one.pk): one.name for one in queries.officers(own)}
    return found | {str(one.pk): one.name for one in queries.agencies(own)}


def rule(one: Rule, named: Mapping[str, str], position: int) -> Shown:
    """A rule as it is read: what it looks at and what it does, each in words."""
    return {
        "position": position,
        "name": one["name"],
        "conditions": _said(CONDITIONS, one, named) or [{"label": _("Always"), "value": ""}],
        "actions": _said(ACTIONS, one, named),
    }


def _said(fields: Sequence[Any], one: Rule, named: Mapping[str, str]) -> list[Shown]:
    found = []
    for field in fields:
        value = one[field.name]
        if not value:
            continue
        if field.name in {"queue", "person"}:
            text = named.get(value, _("no longer there"))
        elif field.name == "agencies":
            text = ", ".join(named.get(each, _("no longer there")) for each in value)
        else:
            text = field.type.show(value)
        found.append({"label": _(field.label), "value": text})
    return found


def rule_form(position: int) -> Form:
    """The form of one rule, its fields called as the sheet calls those of its line."""
    sections = (
        Section(title=title, fields=tuple(_renamed(field, position) for field in fields))
        for title, fields in PARTS.items()
    )
    return Form(name="routing rule", sections=tuple(sections))


def _renamed(field: Any, position: int) -> Any:
    return replace(field, name=f"rules-{position}-{field.name}")


def simulation(found: Simulation, named: Mapping[str, str]) -> Shown:
    """What a simulation says, in figures and row by row."""
    every = sorted({*found.now, *found.then}, key=lambda key: named.get(key, ""))
    return {
        "number": len(found.trials),
        "different": found.different,
        "sums": [
            {"queue": _queue(key, named), "now": found.now.get(key, 0), "then": found.then.get(key, 0)} for key in every
        ],
        "rows": [_trial(one, named) for one in found.trials],
    }


def _queue(key: str, named: Mapping[str, str]) -> str:
    return named.get(key, _("no longer there")) if key else _("no queue")


def _trial(one: Trial, named: Mapping[str, str]) -> Shown:
    return {
        "reference": one.application.reference,
        "url": reverse("application", args=[one.application.reference]),
        "title": one.application.title,
        "now": _outcome(one.now, named),
        "then": _outcome(one.then, named),
        "differs": ", ".join(_(DIFFERENCES[name]) for name in one.differs),
    }


def _outcome(one: Outcome, named: Mapping[str, str]) -> list[str]:
    lines = [f"{named.get(one.queue, '') or _('queue for everything else')}" + (f" ({one.rule})" if one.rule else "")]
    lines += [named.get(one.person, _("no longer there"))] if one.person else []
    lines += [_("asks %(name)s") % {"name": named.get(each.agency, _("no longer there"))} for each in one.asked]
    return [*lines, *one.flags]
