"""What the pages of passages share: rows, figures, buttons, and the form of a step with a field for each line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.calendars import Calendars
from penstock.cases.sheets.sheet import Sheet
from penstock.cases.steps import pages as steps
from penstock.catalogue.substances import substance
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.viewer import Fault, Viewer
from penstock.kernel.workflow import Step
from penstock.permits.models import Line, Permit
from penstock.permits.passages import announcing, queries
from penstock.permits.passages.fields import BESIDE
from penstock.permits.passages.models import Goods, Passage
from penstock.permits.passages.reckoning.due import owed_in
from penstock.permits.shapes import plain

Shown = dict[str, Any]
STAGES = {
    "planned": "Announced",
    "left": "Left",
    "arrived": "Arrived",
    "endorsed": "Endorsed",
    "agreed": "Agreed",
}
FIRST = {"leave", "arrive", "endorse", "enter_endorsement", "reconcile", "explain"}
GRAVE = {"cancel", "return"}
CONSEQUENCES = {
    "leave": "The quantity counts as used of the permit. The other side is told, and its endorsement is awaited.",
    "cancel": "The quantity that was held is free on the permit again.",
    "explain": "The agreed quantity counts as used of the permit in the place of the recorded one.",
    "arrive": "Both authorities are told. A difference to what left is shown to both.",
    "endorse": "The quantity is settled on the balances, and the exporting authority is told. Where it is another than "
    "what was recorded, the issuing authority has to reconcile it.",
    "enter_endorsement": "The quantity is settled on the balances, marked as entered from papers. Attach the endorsed "
    "paper to the passage first.",
    "reconcile": "What you sign is settled on the balances, and both sides read why. It cannot be undone.",
    "release": "Everybody is told that the goods may go on, although the permit does not stand.",
    "return": "The quantity is free on the permit again. It cannot be undone.",
}
ALSO = {"note_leaving": "leave", "note_arrival": "arrive", "admit": "release"}


def frame(passage: Passage, heading: str) -> Shown:
    """The way back, and what the page is called."""
    above = {"label": _("Passages"), "url": reverse("passages")}
    return {"passage": passage, **steps.frame(passage, heading, above)}


def acts(passage: Passage, viewer: Viewer) -> tuple[list[Shown], list[Shown]]:
    """The steps as buttons, open and not; what can be done by either of two duties is offered once."""
    may, may_not = steps.acts(viewer, passage, lambda step: _act(passage, step))
    offered = {one["label"] for one in may}
    once = {one["label"]: one for one in reversed(may)}
    absent = {one["label"]: one for one in reversed(may_not) if one["label"] not in offered}
    return list(reversed(once.values())), list(reversed(absent.values()))


def _act(passage: Passage, step: Step) -> Shown:
    return {
        "label": _(step.label),
        "url": reverse("passage_step", args=[passage.reference, step.verb]),
        "tone": "primary" if ALSO.get(step.verb, step.verb) in FIRST else "secondary",
    }


def consequences(step: Step) -> list[str]:
    """What will happen when a step is taken."""
    text = CONSEQUENCES.get(ALSO.get(step.verb, step.verb))
    return [_(text)] if text else []


# The form of a sheet, with one field for the quantity of each line


def _asked(sheet: Sheet, lines: Sequence[tuple[int, Line]]) -> Form:
    """The sheet as one plain form: the number of a line is known, so only its quantity is asked."""
    quantity = next(one for one in sheet.lines["goods"].fields if one.name == "quantity")
    fields = tuple(_of_line(quantity, place, line) for place, (_number, line) in enumerate(lines))
    return Form(name=sheet.name, sections=(Section(title="Quantities", fields=fields), *sheet.sections))


def _of_line(quantity: Field, place: int, line: Line) -> Field:
    name = _("%(name)s, in %(unit)s") % {"name": named(line), "unit": line.unit}
    help_text = _("The permit allows %(allowed)s %(unit)s") % {"allowed": plain(line.quantity), "unit": line.unit}
    return replace(quantity, name=f"goods-{place}-quantity", label=name, help=help_text)


def named(line: Line) -> str:
    """A line of a permit in words: the substance, its form, and the product."""
    said = (substance(line.substance).name, line.content.get("form"), line.content.get("product"))
    return " ".join(str(one) for one in said if one)


def entered(form: Form | None, lines: Sequence[tuple[int, Line]], data: QueryDict) -> Shown:
    """What was entered on the page of a step; the lines in the order in which they were shown."""
    if not isinstance(form, Sheet):
        return pages.entered(form, data)
    raw = pages.entered(_asked(form, lines), data)
    numbers = {f"goods-{place}-line": str(number) for place, (number, _line) in enumerate(lines)}
    return {**raw, **{name: one for name, one in numbers.items() if raw[f"{name.removesuffix('line')}quantity"]}}


def drawn(
    form: Form | None, lines: Sequence[tuple[int, Line]], kept: Mapping[str, Any], faults: Iterable[Fault] = ()
) -> Shown:
    """A step's form filled with what is known or was entered, and the summary of its faults."""
    asked = _asked(form, lines) if isinstance(form, Sheet) else form
    found = [_onto_a_field(one, asked) for one in faults]
    sections = pages.sections(asked, kept, found, beside=BESIDE) if asked else []
    return {"sections": sections, "errors": pages.summary(asked, found)}


def _onto_a_field(fault: Fault, form: Form | None) -> Fault:
    """A fault of a line's number, which a page does not ask, or of a line that was left empty, at a quantity."""
    names = [one.name for one in form.fields] if form else []
    if fault.field in names or not fault.field.startswith("goods-"):
        return fault
    quantity = fault.field.replace("-line", "-quantity")
    return replace(fault, field=quantity if quantity in names else names[0])


def known_before(passage: Passage, goods: Iterable[Goods], step: Step) -> Shown:
    """What a step's form begins with: the last figures that were recorded, and the place."""
    verb = ALSO.get(step.verb, step.verb)
    said: Shown = {"place": passage.place} if verb == "leave" else {}
    for place, one in enumerate(goods):
        last = next((found for stage in reversed(STAGES) if (found := one.at(stage)) is not None), None)
        # What arrived and what was endorsed is to be counted, not copied.
        if last is not None and verb in {"leave", "explain", "reconcile"}:
            said[f"goods-{place}-quantity"] = plain(last)
    return said


# Rows and figures


def rows(passages: Iterable[Passage]) -> list[Shown]:
    """Passages as rows of a list."""
    calendars = Calendars()
    return [
        {
            "reference": one.reference,
            "url": reverse("passage", args=[one.reference]),
            "title": one.title,
            "planned_on": one.planned_on,
            "left_on": one.left_on,
            "arrived_on": one.arrived_on,
            "imported_on": one.imported_on,
            "place": one.place,
            "badge": pages.badge(one),
            "clock": pages.clock(one, owed_in(one), calendars),
            "owed_by": one.waits_for.name if one.waits_for and one.due_on else "",
        }
        for one in passages
    ]


def columns() -> list[Shown]:
    """The heads of a list of passages."""
    return [
        {"label": _("Passage")},
        {"label": _("Leaves"), "kind": "narrow"},
        {"label": _("Arrived"), "kind": "narrow"},
        {"label": _("Endorsed"), "kind": "narrow"},
    ]


def figures(goods: Sequence[Goods]) -> Shown:
    """The figures of both sides, side by side: a row for each line, a column for each stage that was recorded."""
    stages = [stage for stage in STAGES if any(one.at(stage) is not None for one in goods)]
    found = []
    for one in goods:
        recorded = [value for stage in stages if stage != "planned" and (value := one.at(stage)) is not None]
        cells = [
            {
                "label": _(STAGES[stage]),
                "text": "" if (value := one.at(stage)) is None else f"{plain(value)} {one.line.unit}",
                "differs": stage not in {"planned", "agreed"} and value is not None and value != recorded[0],
            }
            for stage in stages
        ]
        found.append({"name": named(one.line), "cells": cells})
    heads = [{"label": _("Substance")}, *({"label": _(STAGES[stage])} for stage in stages)]
    return {"columns": heads, "rows": found}


def permit_panel(viewer: Viewer, permit: Permit) -> Shown | None:
    """The card on the page of a permit: what was announced, left, arrived and was endorsed under it."""
    found = queries.passages_under(viewer, permit)
    may = announcing.reason_against_announcing(permit, viewer) is None and permit.state == "issued"
    if not found and not may:
        return None
    return {
        "template": "permits/passages/panel.html",
        "rows": rows(found),
        "columns": columns(),
        "announce_url": reverse("passage_new", args=[permit.reference]) if may else "",
    }


def inbox(viewer: Viewer) -> Shown:
    """What of passages waits for the viewer's authority, as the inbox shows it."""
    found = queries.waiting(viewer)
    return {
        "columns": columns(),
        "to_endorse": rows(found.to_endorse),
        "to_reconcile": rows(found.to_reconcile),
    }
