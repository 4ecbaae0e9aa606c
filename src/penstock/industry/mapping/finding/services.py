"""Writes of companies found: entered, corrected, and judged by a person."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases.registers.services import keep_company
from penstock.engines.matching.names import lookup_keys
from penstock.industry.mapping import queries
from penstock.industry.mapping.fields import FOUND, VERDICT, with_sectors
from penstock.industry.mapping.models import FoundCompany
from penstock.industry.mapping.office import mapped_country, note, own_country, strictly
from penstock.industry.mapping.shipped import by_activity
from penstock.kernel.clock import now
from penstock.kernel.forms.specification import Form, Reading
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.companies.models import Company
from penstock.parties.queries import is_uuid


def enter(*, viewer: Viewer, raw: Mapping[str, Any]) -> FoundCompany:
    """Enter a company that was found, and how."""
    with transaction.atomic():
        country = mapped_country(viewer)
        reading = strictly(found_form(viewer), raw)
        require_free(viewer, country, reading.values["number"])
        row = made(country, reading, reading.values, queries.sector_names(viewer))
        row.save(force_insert=True)
        note("mapping.company_found", viewer, country, {"found": str(row.pk), "name": row.name, "how": row.how})
    return row


def correct(*, viewer: Viewer, found_id: UUID, raw: Mapping[str, Any]) -> FoundCompany:
    """Correct what is known of a company found."""
    with transaction.atomic():
        row = held(viewer, found_id)
        rewrite(viewer, row, strictly(found_form(viewer), raw))
        note("mapping.company_corrected", viewer, row.government_id, {"found": str(row.pk), "name": row.name})
    return row


def judge(*, viewer: Viewer, found_id: UUID, raw: Mapping[str, Any]) -> FoundCompany:
    """Say what a company found is: one of the register, new, found before, or nothing for the mapping."""
    with transaction.atomic():
        row = held(viewer, found_id)
        values = strictly(VERDICT, raw).values
        row.verdict, row.note = values["verdict"], values["note"] or ""
        row.company = row.same_as = None
        if row.verdict == "known":
            row.company = _known(viewer, row, values["which"])
        elif row.verdict == "same":
            row.same_as = _found_before(viewer, row, values["which"])
        elif row.verdict == "new":
            row.company = _entered(viewer, row, values["kind"])
        row.judged_by, row.judged_at, row.updated_at = viewer.name, now(), now()
        row.save()
        told = {"found": str(row.pk), "name": row.name, "verdict": row.verdict, "note": row.note}
        note("mapping.company_judged", viewer, row.government_id, told)
    return row


def found_form(viewer: Viewer) -> Form:
    """The form of a company found, with the sectors of the viewer's country."""
    return with_sectors(FOUND, queries.sector_names(viewer))


def held(viewer: Viewer, found_id: UUID) -> FoundCompany:
    """A company found, locked; NotVisible when there is none for this viewer."""
    own_country(viewer)
    row = FoundCompany.objects.visible_to(viewer).select_for_update().filter(pk=found_id).first()
    if row is None:
        raise NotVisible
    return row


def require_free(viewer: Viewer, country: str, number: str | None, *, but: FoundCompany | None = None) -> None:
    """Refused where another company was found under this number."""
    rows = FoundCompany.objects.visible_to(viewer).filter(government=country, number=number) if number else None
    if rows is not None and but is not None:
        rows = rows.exclude(pk=but.pk)
    other = rows.first() if rows is not None else None
    if other is not None:
        raise refused_for([taken(other)])


def taken(other: FoundCompany) -> Fault:
    """The fault of a number under which another company was found."""
    text = "Under this number {name} was found already. Correct the number, or leave it empty."
    return Fault("number", "number_taken", text, {"name": other.name})


def made(country: str, reading: Reading, where: Mapping[str, Any], sectors: Mapping[str, str]) -> FoundCompany:
    """A company found that is not saved yet; `where` says how it was found, `sectors` which there are."""
    values = reading.values
    return FoundCompany(
        government_id=country,
        name=values["name"],
        number=values["number"] or "",
        keys=list(lookup_keys(values["name"])),
        sectors=_sectors(country, values, sectors),
        content={name: kept for name, kept in reading.kept.items() if kept},
        how=where["how"],
        source=where["source"],
        found_on=where["found_on"],
        seen_on=where["found_on"],
    )


def rewrite(viewer: Viewer, row: FoundCompany, reading: Reading) -> None:
    """Write what was entered over what was known."""
    values = reading.values
    require_free(viewer, row.government_id, values["number"], but=row)
    row.name, row.number = values["name"], values["number"] or ""
    row.keys = list(lookup_keys(row.name))
    row.sectors = _sectors(row.government_id, values, queries.sector_names(viewer))
    row.content = {name: kept for name, kept in reading.kept.items() if kept}
    row.how, row.source, row.found_on = values["how"], values["source"], values["found_on"]
    row.seen_on, row.updated_at = max(row.seen_on, row.found_on), now()
    row.save()


def _sectors(country: str, values: Mapping[str, Any], known: Mapping[str, str]) -> list[str]:
    """The sectors that were named; where none was, the one that the activity proposes."""
    if values["sectors"]:
        return list(values["sectors"])
    proposed = by_activity(country).get(values["activity"] or "", "")
    return [proposed] if proposed in known else []


def _known(viewer: Viewer, row: FoundCompany, which: str) -> Company:
    rows = Company.objects.visible_to(viewer).filter(government=row.government_id)
    found = rows.filter(pk=which).first() if is_uuid(which) else None
    return found or _no_such()


def _found_before(viewer: Viewer, row: FoundCompany, which: str) -> FoundCompany:
    rows = FoundCompany.objects.visible_to(viewer).filter(government=row.government_id).exclude(verdict="same")
    found = rows.exclude(pk=row.pk).filter(pk=which).first() if is_uuid(which) else None
    return found or _no_such()


def _no_such() -> Any:
    text = "There is no such company any more. Choose one of the proposals."
    raise refused_for([Fault("which", "no_such_company", text)])


def _entered(viewer: Viewer, row: FoundCompany, kind: str) -> Company:
    """Enter it into the register, which needs its number."""
    if not row.number:
        text = "The register enters companies by their number. Correct this find and give it one first."
        raise refused_for([Fault("verdict", "number_missing", text)])
    if Company.objects.visible_to(viewer).filter(government=row.government_id, number=row.number).exists():
        text = "The register holds a company of this number. Say that it is that one."
        raise refused_for([Fault("verdict", "number_known", text)])
    raw = {
        "company_number": row.number,
        "name": row.name,
        "kind": kind,
        "address": row.content.get("address", ""),
        "standing": "good",
        "note": row.note,
    }
    try:
        return keep_company(viewer=viewer, raw=raw)
    except Refused as no:
        if not no.faults:
            raise
        faults = [Fault("verdict", one.code, "The register says: " + one.text, one.values) for one in no.faults]
        raise refused_for(faults) from no
