"""A sheet on a page: what was entered on it, and how it is drawn, with a short empty line of each kind to go on in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from penstock.cases import pages
from penstock.cases.sheets.sheet import MOST_LINES, Sheet
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Fault


def entered(sheet: Sheet, data: QueryDict) -> dict[str, Any]:
    """What was entered on a page, whichever fields it asked; the sheet makes lines of it."""
    numbers = [int(parts[1]) for key in data if len(parts := key.split("-")) == 3 and parts[1].isdecimal()]  # noqa: PLR2004
    most = min(max(numbers, default=-1) + 1, MOST_LINES + 1)
    return sheet.nested(pages.entered(sheet.spread(dict.fromkeys(sheet.lines, most)), data))


def drawn_form(sheet: Sheet, short: Sheet, kept: Mapping[str, Any]) -> Form:
    """The sheet spread out, with a line of each kind as the short sheet has it to go on in."""
    counts = sheet.counts(kept)
    form, one_more = sheet.spread(counts), short.spread({name: number + 1 for name, number in counts.items()})
    blank = {f"{lines.title} {counts[name] + 1}" for name, lines in short.lines.items()}
    return replace(form, sections=(*form.sections, *(one for one in one_more.sections if one.title in blank)))


def sections(
    sheet: Sheet,
    short: Sheet,
    kept: Mapping[str, Any],
    faults: Iterable[Fault] = (),
    *,
    beside: Iterable[Sequence[str]] = (),
) -> list[dict[str, Any]]:
    """The sheet to be filled in; `beside` names the fields that share a row."""
    return pages.sections(drawn_form(sheet, short, kept), sheet.flat(kept), faults, beside=beside)


def summary(sheet: Sheet, short: Sheet, kept: Mapping[str, Any], faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """The faults, each leading to its field."""
    return pages.summary(drawn_form(sheet, short, kept), faults)
