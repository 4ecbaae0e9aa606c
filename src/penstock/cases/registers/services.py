"""Writes to the registers: single rows by form, whole files at once, and lists to screen against."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases.registers import sheets
from penstock.cases.registers.fields import COMPANY, LICENCE, LINES, PLACE, REQUIREMENT, SCREENED, SCREENING, Needed
from penstock.cases.registers.models import Place, Requirement, ScreenedName, ScreeningList
from penstock.engines.matching.names import lookup_keys
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.forms.specification import Form, Reading
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.companies.models import Company, Licence
from penstock.parties.directory.queries import offices_of, readers_of
from penstock.parties.duties import KEEP_REGISTERS
from penstock.parties.models import Government, Organisation

AT_ONCE = 2000


def keep_company(*, viewer: Viewer, raw: Mapping[str, Any]) -> Company:
    """Enter a company of one's own country, or correct the one with its number; Refused for whoever has no country."""
    with transaction.atomic():
        _require_country(viewer)
        reading = _strict(COMPANY, raw)
        row = _company(viewer, reading.values)
        told = {"company": str(row.pk), **reading.kept}
        _note("register.company_kept", viewer, _own_offices(viewer), told)
    return row


def keep_licence(*, viewer: Viewer, company_id: UUID, raw: Mapping[str, Any]) -> Licence:
    """Enter a licence of a company, or correct the one with its number; NotVisible where there is no such company."""
    with transaction.atomic():
        viewer.needs(KEEP_REGISTERS)
        company = Company.objects.visible_to(viewer).select_for_update().filter(pk=company_id).first()
        if company is None:
            raise NotVisible
        reading = _strict(LICENCE, raw)
        row = _licence(company, reading.values)
        _note("register.licence_kept", viewer, _own_offices(viewer), {"company": str(company.pk), **reading.kept})
    return row


def state_requirement(*, viewer: Viewer, raw: Mapping[str, Any]) -> Requirement:
    """State what a country needs in a year: its own authorities may, and the secretariat for whoever wrote to it."""
    with transaction.atomic():
        viewer.needs(KEEP_REGISTERS)
        reading = _strict(REQUIREMENT, raw)
        row = _requirement(viewer, reading.values)
        _note("register.requirement_stated", viewer, readers_of(row.government_id), dict(reading.kept))
    return row


def keep_place(*, viewer: Viewer, raw: Mapping[str, Any]) -> Place:
    """Mark a place for a closer look."""
    with transaction.atomic():
        viewer.needs(KEEP_REGISTERS)
        reading = _strict(PLACE, raw)
        row = _place(viewer, reading.values)
        _note("register.place_kept", viewer, [viewer.organisation_id], dict(reading.kept))
    return row


def end_place(*, viewer: Viewer, place_id: UUID) -> None:
    """Take the mark from a place that one's own office has marked."""
    with transaction.atomic():
        viewer.needs(KEEP_REGISTERS)
        rows = Place.objects.visible_to(viewer).filter(organisation=viewer.organisation_id, ended_at__isnull=True)
        row = rows.select_for_update().filter(pk=place_id).first()
        if row is None:
            raise NotVisible
        _end(row)
        _note("register.place_ended", viewer, [viewer.organisation_id], {"kind": row.kind, "code": row.code})


def import_file(*, viewer: Viewer, kind: str, chunks: Iterable[bytes]) -> int:
    """Load a CSV file into a register, all lines or none; Refused with every fault at its line. Answers how many."""
    viewer.needs(KEEP_REGISTERS)
    if kind not in LINES:
        raise NotVisible
    if kind in {"companies", "licences"}:
        _require_country(viewer)
    sheet = sheets.read(LINES[kind], chunks)
    with transaction.atomic():
        keep = WRITERS[kind](viewer)
        for reading in sheet.lines:
            keep(reading.values)
        told = {"kind": kind, "lines": len(sheet.lines), "sha256": sheet.sha256}
        _note("register.imported", viewer, [viewer.organisation_id], told)
    return len(sheet.lines)


def load_screening(*, viewer: Viewer, raw: Mapping[str, Any], chunks: Iterable[bytes]) -> ScreeningList:
    """Load a list of names to screen against; one's own list of the same title ends with it."""
    viewer.needs(KEEP_REGISTERS)
    values = _strict(SCREENING, raw).values
    sheet = sheets.read(SCREENED, chunks)
    with transaction.atomic():
        own = ScreeningList.objects.visible_to(viewer).filter(organisation=viewer.organisation_id)
        own.filter(title=values["title"], ended_at__isnull=True).update(ended_at=now())
        row = ScreeningList(
            organisation_id=viewer.organisation_id,
            title=values["title"],
            source=values["source"],
            as_of=values["as_of"],
            is_shared=values["shared"] == "yes",
            names=len(sheet.lines),
            sha256=sheet.sha256,
            person_name=viewer.name,
        )
        row.save(force_insert=True)
        ScreenedName.objects.bulk_create((_screened(row, one.values) for one in sheet.lines), batch_size=AT_ONCE)
        told = {"list": str(row.pk), "title": row.title, "names": row.names, "sha256": row.sha256}
        _note("register.list_loaded", viewer, [viewer.organisation_id], told)
    return row


def end_screening(*, viewer: Viewer, list_id: UUID) -> ScreeningList:
    """End a list of one's own, so that nothing is screened against it any more."""
    with transaction.atomic():
        viewer.needs(KEEP_REGISTERS)
        rows = ScreeningList.objects.visible_to(viewer).filter(organisation=viewer.organisation_id)
        row = rows.select_for_update().filter(pk=list_id, ended_at__isnull=True).first()
        if row is None:
            raise NotVisible
        _end(row)
        _note("register.list_ended", viewer, [viewer.organisation_id], {"list": str(row.pk), "title": row.title})
    return row


def _end(row: Place | ScreeningList) -> None:
    row.ended_at = now()
    row.save(update_fields=["ended_at"])


def _strict(form: Form, raw: Mapping[str, Any]) -> Reading:
    reading = form.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    return reading


def _require_country(viewer: Viewer) -> None:
    viewer.needs(KEEP_REGISTERS)
    if not Organisation.objects.filter(id=viewer.organisation_id, kind="authority").exists():
        raise Refused("no_country", "Companies are kept by the authorities of their own country.")


def _own_offices(viewer: Viewer) -> list[UUID]:
    return [one.id for one in offices_of(viewer.country)]


def _company(viewer: Viewer, values: Mapping[str, Any]) -> Company:
    names = [values["name"], *(values["other_names"] or ())]
    rows = Company.objects.visible_to(viewer).filter(government=viewer.country, number=values["company_number"])
    row = rows.first() or Company(government_id=viewer.country, number=values["company_number"])
    row.name, row.other_names = names[0], names[1:]
    row.keys = sorted({key for name in names for key in lookup_keys(name)})
    row.kind, row.standing = values["kind"], values["standing"]
    row.address, row.note = values["address"] or "", values["note"] or ""
    row.site_countries = list(values["site_countries"] or ())
    row.updated_at = now()
    row.save()
    return row


def _licence(company: Company, values: Mapping[str, Any]) -> Licence:
    row = Licence.objects.filter(company=company, number=values["number"]).first()
    row = row or Licence(company=company, number=values["number"], government_id=company.government_id)
    if row.granted_as:
        text = "{number} was granted here. Take a step of that licence instead: suspend, revoke, renew or amend it."
        raise refused_for([Fault("number", "granted_here", text, {"number": row.number})])
    row.kind, row.state = values["kind"], values["state"]
    row.substances = list(values["substances"])
    row.from_on, row.until_on = values["from_on"], values["until_on"]
    row.updated_at = now()
    row.save()
    return row


def _requirement(viewer: Viewer, values: Mapping[str, Any]) -> Requirement:
    code = values["country"]
    kind = Organisation.objects.filter(id=viewer.organisation_id).values_list("kind", flat=True).first()
    if not Government.objects.filter(code=code).exists():
        raise refused_for([Fault("country", "unknown_government", "{given} takes no part here.", {"given": code})])
    if kind != "secretariat" and code != viewer.country:
        text = "You state requirements of {own} only; those of others they state themselves."
        raise refused_for([Fault("country", "not_yours", text, {"own": viewer.country})])
    needed: Needed = values["kilograms"]
    same = {
        "government_id": code,
        "substance": values["substance"],
        "form": values["form"],
        "year": int(values["year"]),
    }
    standing = Requirement.objects.visible_to(viewer).filter(replaced_at__isnull=True, **same)
    standing.update(replaced_at=now())
    row = Requirement(
        **same,
        kilograms=needed.kilograms,
        is_prohibited=needed.is_prohibited,
        stated_on=values["stated_on"],
        source=values["source"],
        person_name=viewer.name,
    )
    row.save(force_insert=True)
    return row


def _place(viewer: Viewer, values: Mapping[str, Any]) -> Place:
    same = {"organisation_id": viewer.organisation_id, "kind": values["kind"], "code": values["code"]}
    Place.objects.visible_to(viewer).filter(ended_at__isnull=True, **same).update(ended_at=now())
    row = Place(**same, name=values["name"], source=values["source"], as_of=values["as_of"])
    row.save(force_insert=True)
    return row


def _screened(row: ScreeningList, values: Mapping[str, Any]) -> ScreenedName:
    name = values["name"]
    keys = list(lookup_keys(name))
    return ScreenedName(list=row, name=name, number=values["number"] or "", note=values["note"] or "", keys=keys)


def _line_of_licence(viewer: Viewer, values: Mapping[str, Any]) -> None:
    number = values["company_number"]
    company = Company.objects.visible_to(viewer).filter(government=viewer.country, number=number).first()
    if company is None:
        text = "There is no company {given} in the register; load the companies first."
        raise refused_for([Fault("company_number", "unknown_company", text, {"given": number})])
    _licence(company, values)


Keep = Callable[[Mapping[str, Any]], object]
WRITERS: Mapping[str, Callable[[Viewer], Keep]] = {
    "companies": lambda viewer: lambda values: _company(viewer, values),
    "licences": lambda viewer: lambda values: _line_of_licence(viewer, values),
    "requirements": lambda viewer: lambda values: _requirement(viewer, values),
    "places": lambda viewer: lambda values: _place(viewer, values),
}


def _note(name: str, viewer: Viewer, audience: Iterable[UUID], data: Mapping[str, Any]) -> None:
    told = {key: value for key, value in data.items() if value not in (None, "")}
    record.append(
        record.Act(name=name, case_id=None, viewer=viewer, audience=list(audience), data=told, duty=KEEP_REGISTERS)
    )
