"""What pages of annual returns share: the way back, the buttons, the figures, rows of lists, and CSV."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.sheets.sheet import MOST_LINES
from penstock.cases.steps import pages as steps
from penstock.catalogue.substances import substance
from penstock.industry.licences.models import OperatorLicence
from penstock.industry.licences.pages.frame import LICENCE_PANELS
from penstock.industry.returns import queries
from penstock.industry.returns.fields import HAPPENED, ROWS
from penstock.industry.returns.models import AnnualReturn
from penstock.industry.returns.queries import Owed
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step
from penstock.parties.duties import APPLY_FOR_LICENCES

Shown = dict[str, Any]
FIRST = ("file", "accept")
GRAVE = {"discard"}
ON_THE_SHEET = {"edit", "correct"}
TONES = {"handed in": "ok", "late": "bad", "awaited": "info", "not asked for": "neutral"}
STANDINGS = {
    "handed in": "Handed in",
    "late": "Late",
    "awaited": "Awaited",
    "not asked for": "No day in the law on record",
}
FORMULA = ("=", "+", "-", "@", "\t")
BESIDE = tuple(
    row
    for n in range(MOST_LINES)
    for row in (
        (f"rows-{n}-substance", f"rows-{n}-unit"),
        (f"rows-{n}-opening", f"rows-{n}-bought", f"rows-{n}-made", f"rows-{n}-imported"),
        (f"rows-{n}-used", f"rows-{n}-sold", f"rows-{n}-exported", f"rows-{n}-destroyed", f"rows-{n}-lost"),
    )
)
CONSEQUENCES = {
    "file": "Your authority reads it. Until it accepts it, you may correct it.",
    "discard": "The draft is closed. Nobody else has seen it.",
    "question": "The company is told by mail, and corrects its return.",
    "accept": "The return stands as it is, and is corrected no more.",
}


def frame(one: AnnualReturn, heading: str) -> Shown:
    """The way back, and what the page is called."""
    above = {"label": _("Annual returns"), "url": reverse("annual_returns")}
    return {"given": one, **steps.frame(one, heading, above)}


def acts(one: AnnualReturn, viewer: Viewer) -> tuple[list[Shown], list[Shown]]:
    """The steps as buttons, open and not."""
    return steps.acts(viewer, one, lambda step: _act(one, step))


def _act(one: AnnualReturn, step: Step) -> Shown:
    if step.verb in ON_THE_SHEET:
        url = reverse("annual_return_edit", args=[one.reference])
    else:
        url = reverse("annual_return_step", args=[one.reference, step.verb])
    return {"label": _(step.label), "url": url, "tone": "primary" if step.verb in FIRST else "secondary"}


def consequences(step: Step) -> list[str]:
    """What will happen when a step is taken."""
    return [_(CONSEQUENCES[step.verb])] if step.verb in CONSEQUENCES else []


def figures(kept: Mapping[str, Any]) -> list[Shown]:
    """The rows of a return: what there was, and what happened with it where anything did."""
    labels = {one.name: one.label for one in ROWS.fields}
    return [
        {
            "name": _named(row.get("substance") or ""),
            "cells": [
                {"label": _(labels[name]), "value": f"{row[name]} {row.get('unit') or ''}".strip()}
                for name in ("opening", *HAPPENED, "closing")
                if row.get(name)
            ],
            "difference": row.get("difference") or "",
        }
        for row in kept.get("rows") or ()
    ]


def _named(id_: str) -> str:
    try:
        return substance(id_).name
    except KeyError:  # a draft keeps what was entered
        return id_


def sheet_of(kept: Mapping[str, Any]) -> str:
    """The rows as a file, by the form's names; what a spreadsheet would take for a formula is made text."""
    names = [one.name for one in ROWS.fields]
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(names)
    for row in kept.get("rows") or ():
        writer.writerow([_cell(row.get(name)) for name in names])
    return sheet.getvalue()


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def rows(viewer: Viewer, owed: Iterable[Owed]) -> list[Shown]:
    """How returns of a year stand, as rows of a list."""
    return [
        {
            "licence": one.held.reference,
            "url": reverse("annual_return", args=[one.given.reference]) if one.given else "",
            "licence_url": reverse("licence", args=[one.held.reference]),
            "reference": one.given.reference if one.given else "",
            "holder": one.held.holder_name,
            "last_day": one.last_day,
            "source": one.source,
            "filed_on": one.given.filed_on if one.given else None,
            "is_nil": bool(one.given and one.given.is_nil),
            "badge": {"label": _(STANDINGS[one.standing]), "tone": TONES[one.standing]},
            "begin_url": begin_url(viewer, one.held, one.year) if one.given is None else "",
        }
        for one in owed
    ]


def begin_url(viewer: Viewer, held: OperatorLicence, year: int) -> str:
    """Where a return is begun, for whoever may; empty for all others."""
    own = (held.counterpart_id or held.opener_id) == viewer.organisation_id
    if not own or not viewer.has(APPLY_FOR_LICENCES):
        return ""
    return f"{reverse('annual_return_new', args=[held.reference])}?{urlencode({'year': year})}"


def on_licence(viewer: Viewer, held: OperatorLicence) -> Shown | None:
    """The card of returns on the page of a licence; None where there are none and none can be begun."""
    found = queries.returns_under(viewer, held)
    own = (held.counterpart_id or held.opener_id) == viewer.organisation_id and viewer.has(APPLY_FOR_LICENCES)
    if not found and not own:
        return None
    return {
        "template": "industry/returns/panel.html",
        "rows": [
            {"year": one.year, "url": reverse("annual_return", args=[one.reference]), "badge": pages.badge(one)}
            for one in found
        ],
        "begin_url": reverse("annual_return_new", args=[held.reference]) if own else "",
    }


LICENCE_PANELS.append(on_licence)
