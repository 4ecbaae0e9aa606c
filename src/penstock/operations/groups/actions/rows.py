"""Actions as rows of a list."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.calendars import Calendars
from penstock.operations.groups.actions.queries import is_late
from penstock.operations.groups.models import GroupAction


def rows(found: Iterable[GroupAction]) -> list[dict[str, Any]]:
    """Actions as rows, each with its clock by the working days of its country."""
    calendars = Calendars()
    return [
        {
            "reference": one.reference,
            "url": reverse("group_action", args=[one.reference]),
            "what": one.title,
            "owner": one.owner.name,
            "group": one.group.title,
            "clock": pages.clock(one, one.group.country, calendars),
            "late": is_late(one),
            "badge": pages.badge(one),
        }
        for one in found
    ]


def columns() -> list[dict[str, str]]:
    """The heads of a list of actions."""
    narrow = {"kind": "narrow"}
    return [
        {"label": _("Action")},
        {"label": _("Time left"), **narrow},
        {"label": _("Who does it")},
        {"label": _("State"), **narrow},
    ]
