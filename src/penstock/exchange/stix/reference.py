"""What objects refer to and everybody may know: organisations, substances, markings and the extension itself."""

from collections.abc import Iterable
from datetime import datetime

from penstock.catalogue.substances import Substance
from penstock.exchange.stix import extension, markings
from penstock.exchange.stix.extension import HOUSE, SUBSTANCE, TYPES, new_object
from penstock.exchange.stix.identifiers import SPEC, Stix, filled, instant, stix_id
from penstock.exchange.stix.markings import marking
from penstock.parties.models import Organisation

FIRST = "2026-11-01T00:00:00.000Z"


def fixed_objects() -> list[Stix]:
    """What is the same in every instance."""
    return [*markings.definitions(), *extension.definitions()]


def organisation_object(one: Organisation, modified: datetime) -> Stix:
    """An authority, a company or the secretariat, as the directory has it."""
    sectors = {"authority": "government-national", "secretariat": "non-profit"}
    return filled(
        {
            "type": "identity",
            "spec_version": SPEC,
            "id": stix_id("identity", "organisation", one.pk),
            "created_by_ref": HOUSE,
            "created": FIRST,
            "modified": instant(modified),
            "name": one.name,
            "identity_class": "organization",
            "sectors": [sectors[one.kind]] if one.kind in sectors else [],
            "description": one.government.name if one.government else "",
            "object_marking_refs": marking("GREEN"),
        }
    )


def substance_objects(substances: Iterable[Substance], modified: datetime) -> list[Stix]:
    """Substances of the catalogue: names and numbers, and nothing on how they come about."""
    return [
        filled(
            {
                "type": TYPES[SUBSTANCE],
                "spec_version": SPEC,
                "id": stix_id(TYPES[SUBSTANCE], one.id),
                "created_by_ref": HOUSE,
                "created": FIRST,
                "modified": instant(modified),
                "name": one.name,
                "substance_id": one.id,
                "cas_number": one.cas,
                "inchikey": one.inchikey,
                "formula": one.formula,
                "hs_code": one.hs_2022,
                "other_names": [name.text for name in one.names],
                "extensions": new_object(SUBSTANCE),
                "object_marking_refs": marking("CLEAR"),
            }
        )
        for one in substances
    ]
