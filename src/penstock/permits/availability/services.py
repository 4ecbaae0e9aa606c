"""Writes of availability: consumption and population, one by form or a whole file."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from penstock.cases.registers import sheets
from penstock.kernel import record
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import KEEP_ESTIMATES
from penstock.parties.models import Organisation
from penstock.permits.availability.fields import LINES
from penstock.permits.availability.models import Consumption, Population
from penstock.permits.ledger.editions import before, hold
from penstock.permits.ledger.keeping import offices_of
from penstock.permits.needs.services import placed, strictly

Kept = Consumption | Population


def keep(*, viewer: Viewer, kind: str, raw: Mapping[str, Any]) -> Kept:
    """Enter a figure, or correct it with a reason: for one's own country, or for any as the secretariat."""
    viewer.needs(KEEP_ESTIMATES)
    if kind not in LINES:
        raise NotVisible
    with transaction.atomic():
        row = _keep(viewer, kind, strictly(LINES[kind], raw))
        told = {"kind": kind, "country": row.country, "year": row.year, "edition": row.edition, "source": row.source}
        _note("availability.kept", viewer, offices_of(row.country), told)
    return row


def load(*, viewer: Viewer, kind: str, chunks: Iterable[bytes]) -> int:
    """Load a file, CSV or XLSX, all lines or none; answers how many."""
    viewer.needs(KEEP_ESTIMATES)
    if kind not in LINES:
        raise NotVisible
    sheet = sheets.read(LINES[kind], chunks)
    with transaction.atomic():
        for number, reading in enumerate(sheet.lines, start=2):
            try:
                _keep(viewer, kind, reading.values)
            except Refused as no:
                raise placed(no, number) from no
        told = {"kind": kind, "lines": len(sheet.lines), "sha256": sheet.sha256}
        _note("availability.loaded", viewer, [viewer.organisation_id], told)
    return len(sheet.lines)


def _keep(viewer: Viewer, kind: str, values: Mapping[str, Any]) -> Kept:
    country, year = values["country"], int(values["year"])
    if viewer.country != country and not _is_secretariat(viewer):
        text = "Figures of {country} are entered by its own authorities."
        raise refused_for([Fault("country", "not_your_country", text, {"country": country})])
    hold(kind, country, year)
    own: dict[str, Any] = {"country": country, "year": year}
    table: type[Kept] = Population
    if kind == "consumption":
        own["substance"], table = values["substance"], Consumption
    rows: Any = table.objects.visible_to(viewer).filter(**own)
    prior = before(rows, values["reason"])
    figure = "people" if table is Population else "kilograms"
    row = table(
        **own,
        **{figure: int(values[figure]) if table is Population else values[figure]},
        edition=prior.edition + 1 if prior else 1,
        reason=values["reason"] or "",
        source=values["source"],
        as_of=values["as_of"],
        person_name=viewer.name,
    )
    row.save(force_insert=True)
    return row


def _is_secretariat(viewer: Viewer) -> bool:
    return Organisation.objects.filter(id=viewer.organisation_id, kind="secretariat").exists()


def _note(name: str, viewer: Viewer, audience: Iterable[Any], data: Mapping[str, Any]) -> None:
    record.append(
        record.Act(name=name, case_id=None, viewer=viewer, audience=list(audience), data=data, duty=KEEP_ESTIMATES)
    )
