"""What of an incident's content stands in columns and rows beside it: what lists, sums and links ask for."""

from collections.abc import Iterator, Mapping
from typing import Any

from penstock.catalogue.countries import country
from penstock.catalogue.naming.identifying import identified_as
from penstock.catalogue.substances import substance
from penstock.catalogue.units import unit
from penstock.incidents.models import Finding, Incident
from penstock.incidents.particulars.carriage import LEGS
from penstock.incidents.particulars.facts import KINDS
from penstock.incidents.particulars.findings import MACHINES

LONGEST_TITLE = 120


def identified(kept: Mapping[str, Any]) -> dict[str, Any]:
    """A content whose substances are identified where their name and CAS number mean one of the catalogue alone."""
    lines = [
        {**line, "substance": line.get("substance") or identified_as(line.get("named"), line.get("cas_number"))}
        for line in kept.get("substances") or ()
    ]
    return {**kept, "substances": lines}


def project(incident: Incident, values: Mapping[str, Any]) -> None:
    """Put what lists and measures ask for into the incident's own columns; `values` are those of its content."""
    incident.category, incident.domain = values["kind"] or "", values["domain"] or ""
    incident.happened_on = values["happened_on"]
    incident.country, incident.locode = values["country"] or "", values["locode"] or ""
    incident.latitude, incident.longitude = values["latitude"], values["longitude"]
    legs = [values[f"{name}_country"] or () for name in LEGS]
    incident.route = sorted({one for leg in legs for one in ([leg] if isinstance(leg, str) else leg)})
    incident.substances = list(dict.fromkeys(one["substance"] for one in values["substances"] if one["substance"]))
    incident.names = "; ".join(_names(values))
    incident.shared_with, incident.marking = values["shared_with"] or "", values["marking"] or "AMBER"
    incident.title = title_of(values)


def title_of(values: Mapping[str, Any]) -> str:
    """The kind, what was found, how much, and the country, in a line."""
    found = [
        *(_said(one) for one in values["substances"]),
        *(MACHINES.get(one["sort"], "") for one in values["equipment"]),
    ]
    where = country(values["country"]) if values["country"] else None
    parts = [", ".join(one for one in found if one)[:LONGEST_TITLE], where.name if where else ""]
    kind = KINDS.get(values["kind"] or "", "Incident")
    return f"{kind}: {', '.join(one for one in parts if one)}" if any(parts) else kind


def _said(line: Mapping[str, Any]) -> str:
    name = substance(line["substance"]).name if line["substance"] else line["named"] or ""
    return f"{name} {line['quantity']:f} {line['unit'] or ''}".strip() if line["quantity"] else name


def _names(values: Mapping[str, Any]) -> Iterator[str]:
    for line in values["substances"]:
        named = [line["named"], line["declared"], line["street_name"], line["cas_number"]]
        known = [substance(line["substance"]).name] if line["substance"] else []
        yield from dict.fromkeys(one for one in (*named, *known) if one)
    for line in values["equipment"]:
        yield from (one for one in (MACHINES.get(line["sort"], ""), line["brand"]) if one)


def keep_findings(incident: Incident, values: Mapping[str, Any]) -> None:
    """Write the rows of what was found anew; the incident has been saved."""
    Finding.objects.filter(incident=incident).delete()
    Finding.objects.bulk_create(findings_of(incident, values))


def findings_of(incident: Incident, values: Mapping[str, Any]) -> list[Finding]:
    """The unsaved rows of what was found."""
    rows = [*_substances(values), *_equipment(values)]
    return [Finding(incident_id=incident.pk, position=position, **row) for position, row in enumerate(rows)]


def _substances(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for line in values["substances"]:
        measured = unit(line["unit"]) if line["unit"] else None
        base = measured.to_base(line["quantity"]) if measured and line["quantity"] else None
        yield {
            "sort": "substance",
            "substance": line["substance"] or "",
            "named": line["named"] or "",
            "declared": line["declared"] or "",
            "quantity": line["quantity"],
            "unit": line["unit"] or "",
            "kilograms": base if measured and measured.dimension == "mass" else None,
            "litres": base if measured and measured.dimension == "volume" else None,
            "marks": list(line["lots"] or ()),
        }


def _equipment(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for line in values["equipment"]:
        yield {
            "sort": line["sort"] or "",
            "named": line["brand"] or MACHINES.get(line["sort"], ""),
            "quantity": line["number"],
            "unit": "pieces",
            "marks": list(line["serial"] or ()),
        }
