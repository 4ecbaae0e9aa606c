"""Requests as rows of a list."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.calendars import Calendars
from penstock.incidents.requests.desk.frame import title_of
from penstock.incidents.requests.fields import SORTS
from penstock.incidents.requests.models import Request
from penstock.incidents.requests.queries import Waiting
from penstock.kernel.viewer import Viewer

Shown = dict[str, Any]


def rows(viewer: Viewer, cases: Iterable[Request]) -> list[Shown]:
    """Requests as rows, each with the other side and its clock by the asked country's working days."""
    calendars = Calendars()
    return [_row(viewer, one, calendars) for one in cases]


def _row(viewer: Viewer, case: Request, calendars: Calendars) -> Shown:
    is_ours = case.opener_id == viewer.organisation_id
    other = case.counterpart if is_ours else case.opener
    country = (case.counterpart.government_id or "") if case.counterpart else ""
    return {
        "reference": case.reference,
        "url": reverse("request", args=[case.reference]),
        "title": title_of(case),
        "sort": _(SORTS[case.sort]),
        "other": other.name if other else "",
        "way": _("asked of") if is_ours else _("asked by"),
        "clock": pages.clock(case, country, calendars),
        "badge": pages.badge(case),
        "in_part": case.parts > 0 and case.is_open,
        "updated_on": case.updated_at.date(),
    }


def columns() -> list[dict[str, str]]:
    """The heads of a list of requests."""
    narrow = {"kind": "narrow"}
    return [
        {"label": _("Reference"), **narrow},
        {"label": _("Time left"), **narrow},
        {"label": _("What")},
        {"label": _("Other side")},
        {"label": _("State")},
        {"label": _("Updated"), **narrow},
    ]


def inbox(viewer: Viewer, found: Waiting) -> Shown:
    """What of requests waits for the viewer's office, as the inbox shows it."""
    return {
        "columns": columns(),
        "to_sign": rows(viewer, found.to_sign),
        "to_answer": rows(viewer, found.to_answer),
        "to_supply": rows(viewer, found.to_supply),
        "to_close": rows(viewer, found.to_close),
    }
