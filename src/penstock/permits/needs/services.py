"""Writes of needs: what a country states, what papers say, and whole files of both; each enters the ledger at once."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from penstock.cases.registers import sheets
from penstock.kernel import record
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import KEEP_ESTIMATES
from penstock.permits.ledger.editions import before, hold
from penstock.permits.ledger.keeping import offices_of
from penstock.permits.needs.fields import FIGURE, LINES, PARTS, STATEMENT
from penstock.permits.needs.models import Figure, Statement
from penstock.permits.needs.posting import level, post_figure, years_touched
from penstock.permits.needs.regimes import CALLED, regime_of


def state(*, viewer: Viewer, raw: Mapping[str, Any]) -> Statement:
    """State what one's own country needs of a substance in a year, supplement it, or correct what was stated."""
    with transaction.atomic():
        country = _own_country(viewer)
        values = strictly(STATEMENT, raw)
        row = _state(viewer, country, values)
        _note("need.stated", viewer, row.audience, {**_told(row), "kind": row.kind})
    return row


def report(*, viewer: Viewer, raw: Mapping[str, Any]) -> Figure:
    """Enter what a paper says was made, traded outside this house or held in stock, or correct it."""
    with transaction.atomic():
        country = _own_country(viewer)
        row = _report(viewer, country, strictly(FIGURE, raw))
        _note(
            "need.reported", viewer, row.audience, {**_told(row), "sort": row.sort, "kilograms": f"{row.kilograms:f}"}
        )
    return row


def load(*, viewer: Viewer, kind: str, chunks: Iterable[bytes]) -> int:
    """Load a file of statements or figures, CSV or XLSX, all lines or none; answers how many."""
    if kind not in LINES:
        raise NotVisible
    country = _own_country(viewer)
    sheet = sheets.read(LINES[kind], chunks)
    keep = _state if kind == "statements" else _report
    with transaction.atomic():
        for number, reading in enumerate(sheet.lines, start=2):
            try:
                keep(viewer, country, reading.values)
            except Refused as no:
                raise placed(no, number) from no
        told = {"kind": kind, "lines": len(sheet.lines), "sha256": sheet.sha256}
        _note("need.loaded", viewer, offices_of(country), told)
    return len(sheet.lines)


def strictly(form: Form, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of a form; Refused with every fault."""
    reading = form.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    return reading.values


def placed(no: Refused, line: int) -> Refused:
    """A refusal of a line of a file, with the line."""
    faults = [Fault(one.field, one.code, "Line {line}: " + one.text, {**one.values, "line": line}) for one in no.faults]
    return Refused(no.code, f"Line {line}: {no.message} Nothing was kept.", faults)


def _own_country(viewer: Viewer) -> str:
    viewer.needs(KEEP_ESTIMATES)
    if not viewer.country:
        raise Refused("no_country", "What a country needs is stated by its own authorities.")
    return viewer.country


def _state(viewer: Viewer, country: str, values: Mapping[str, Any]) -> Statement:
    substance, year, kind = values["substance"], int(values["year"]), values["kind"]
    hold("statement", country, substance, year)
    rows = Statement.objects.visible_to(viewer).filter(country=country, substance=substance, year=year, kind=kind)
    if kind == "supplement":
        _wants_a_statement(viewer, country, substance, year)
        rows = rows.filter(source=values["source"])
    prior = before(rows, values["reason"])
    regime = regime_of(substance)
    row = Statement(
        country=country,
        substance=substance,
        year=year,
        regime=regime,
        kind=kind,
        origin=values["origin"],
        stocks_level=values["stocks_level"],
        edition=prior.edition + 1 if prior else 1,
        reason=values["reason"] or "",
        source=values["source"],
        stated_on=values["stated_on"],
        person_name=viewer.name,
        audience=offices_of(country),
        **{name: values[name] or Decimal(0) for name in PARTS},
    )
    row.save(force_insert=True)
    note = f"{CALLED[regime]} {year}, {kind}: {row.source}"
    for each in years_touched(substance, year):
        level(viewer, country, substance, each, note)
    return row


def _wants_a_statement(viewer: Viewer, country: str, substance: str, year: int) -> None:
    rows = Statement.objects.visible_to(viewer).filter(country=country, substance=substance, year=year)
    if not rows.filter(kind="statement").exists():
        text = "Nothing is stated for {year} yet that could be supplemented. Enter the statement for the year first."
        raise refused_for([Fault("kind", "nothing_to_supplement", text, {"year": year})])


def _report(viewer: Viewer, country: str, values: Mapping[str, Any]) -> Figure:
    substance, year, sort = values["substance"], int(values["year"]), values["sort"]
    if not regime_of(substance):
        text = "No convention controls this substance. Enter another."
        raise refused_for([Fault("substance", "not_controlled", text)])
    hold("figure", country, substance, year)
    rows = Figure.objects.visible_to(viewer).filter(country=country, substance=substance, year=year, sort=sort)
    prior = before(rows.filter(source=values["source"]), values["reason"])
    row = Figure(
        country=country,
        substance=substance,
        year=year,
        sort=sort,
        kilograms=values["kilograms"],
        partner=values["partner"] or "",
        edition=prior.edition + 1 if prior else 1,
        reason=values["reason"] or "",
        source=values["source"],
        as_of=values["as_of"],
        person_name=viewer.name,
        audience=offices_of(country),
    )
    row.save(force_insert=True)
    post_figure(viewer, row, prior.kilograms if prior else Decimal(0))
    return row


def _told(row: Statement | Figure) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("country", "substance", "year", "edition", "source", "reason")}
    return {name: value for name, value in told.items() if value}


def _note(name: str, viewer: Viewer, audience: Iterable[Any], data: Mapping[str, Any]) -> None:
    record.append(
        record.Act(name=name, case_id=None, viewer=viewer, audience=list(audience), data=data, duty=KEEP_ESTIMATES)
    )
