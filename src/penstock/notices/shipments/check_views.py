"""The page that checks planned shipments without keeping anything."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.cases import pages
from penstock.catalogue.fields import CasNumber, Country
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Text
from penstock.kernel.routes import door, said, viewer_in
from penstock.kernel.viewer import Fault
from penstock.notices.fields import SHIPMENT
from penstock.notices.shipments.checks import Checked, ShipmentChecker
from penstock.notices.shipments.sheets import Unreadable, rows, written_csv
from penstock.notices.shipments.views import label_of, line_columns
from penstock.parties.duties import CHECK_SHIPMENTS
from penstock.parties.queries import government_of

LINES_SHOWN = 2000
RESULT_COLUMNS = (
    "line", "reference", "goods_description", "substances", "lists", "reasons", "due", "basis", "faults", "warnings",
)  # fmt: skip
EITHER = require_http_methods(["GET", "POST"])

ONE = Form(
    name="one shipment",
    sections=(
        Section(
            title="Or one shipment",
            fields=(
                Field(
                    name="goods_description",
                    label="Description of the goods",
                    type=Text(1000),
                    help="As on the papers: substance, form, concentration",
                ),
                Field(name="cas_number", label="CAS number", type=CasNumber(), help="Such as 67-64-1"),
                Field(name="exporter_country", label="Exporting country", type=Country()),
                Field(name="importer_country", label="Importing country", type=Country()),
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: the lines, whether more were given than are shown, or why nothing could be read."""

    lines: tuple[Checked, ...] = ()
    is_cut: bool = False
    fault: str = ""


@EITHER
@door(CHECK_SHIPMENTS)
def check(request: HttpRequest) -> HttpResponse:
    """Check a file or one shipment, and forget it."""
    viewer = viewer_in(request)
    raw = pages.entered(ONE, request.POST)
    if request.method != "POST":
        raw["exporter_country"] = government_of(viewer.organisation_id)
        return render(request, "notices/check.html", _page(raw))
    answer = _answer(request, raw)
    if answer.lines and request.POST.get("go") == "csv":
        return _download(answer)
    shown = {
        **_page(raw),
        "fault": answer.fault,
        "errors": [{"field_id": "id_file", "label": _("File"), "message": answer.fault}] if answer.fault else [],
        "columns": line_columns(is_good=False),
        "lines": [_line(one) for one in answer.lines],
        "is_cut": answer.is_cut,
        "limit": LINES_SHOWN,
        "faulty": sum(bool(one.faults) for one in answer.lines),
        "due": sum(one.requirement.due for one in answer.lines),
    }
    return render(request, "notices/check.html", shown, status=422 if answer.fault else 200)


def _page(raw: Mapping[str, Any]) -> dict[str, Any]:
    beside = (("cas_number", "exporter_country", "importer_country"),)
    return {"sections": pages.sections(ONE, raw, beside=beside)}


def _answer(request: HttpRequest, raw: Mapping[str, Any]) -> Answer:
    """The answer for the file, or else for the one shipment."""
    given, exporting = request.FILES.get("file"), str(raw["exporter_country"]) or None
    checker = ShipmentChecker(on=today(), exporting=exporting)
    if given is None:
        if not raw["goods_description"] and not raw["cas_number"]:
            return Answer(fault=_("Choose a file, or describe the goods of one shipment below."))
        return Answer((_without_absent(checker.check(1, raw)),))
    if (given.size or 0) > settings.FILE_SIZE_LIMIT:
        return Answer(fault=_("The file is too large for this page. Use the command: penstock check shipments FILE"))
    try:
        lines = list(islice(rows(io.BytesIO(given.read())), LINES_SHOWN + 1))
    except Unreadable as wrong:
        return Answer(fault=_(str(wrong)))
    if not lines:
        return Answer(fault=_("The file holds no line but its headings."))
    checked = tuple(checker.check(number, line) for number, line in lines[:LINES_SHOWN])
    return Answer(checked, is_cut=len(lines) > LINES_SHOWN)


def _without_absent(checked: Checked) -> Checked:
    """Only what was entered is judged, where somebody asks about the goods alone."""
    faults = tuple(fault for fault in checked.faults if not fault.code.startswith("missing"))
    return replace(checked, faults=faults)


def _line(checked: Checked) -> dict[str, Any]:
    return {
        "line": checked.line,
        "content": checked.reading.kept,
        "substances": checked.substances(today()),
        "due": {"due": checked.requirement.due, "basis": checked.requirement.basis},
        "faults": [{"label": label_of(fault.field, said(fault)), "message": said(fault)} for fault in checked.faults],
        "warnings": checked.warnings,
        "notice": "",
    }


def _download(answer: Answer) -> HttpResponse:
    response = HttpResponse(
        "".join(written_csv(RESULT_COLUMNS, _results(answer))), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="checked-shipments.csv"'
    return response


def _results(answer: Answer) -> Iterator[dict[str, Any]]:
    for one in answer.lines:
        found = one.substances(today())
        yield {
            "line": one.line,
            "reference": one.reference,
            "goods_description": one.reading.kept["goods_description"],
            "substances": "; ".join(each["name"] for each in found),
            "lists": "; ".join(each["list"] for each in found),
            "reasons": " ".join(each["reason"] for each in found),
            "due": "yes" if one.requirement.due else "no",
            "basis": one.requirement.basis,
            "faults": "; ".join(_written(fault) for fault in one.faults),
            "warnings": " ".join(one.warnings),
        }


def _written(fault: Fault) -> str:
    known = {one.name for one in SHIPMENT.fields}
    return f"{fault.field if fault.field in known else ''}: {fault.message}"
