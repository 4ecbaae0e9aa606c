"""Why goods cannot be notified voluntarily: what in them is on a Table, or under a duty to notify, on a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from penstock.catalogue.fields import INCHIKEY
from penstock.catalogue.law.force import current_book
from penstock.catalogue.naming.recognisers import listed_recogniser
from penstock.catalogue.requirements import notification_requirement
from penstock.catalogue.structures.rulebook import structure_rulebook
from penstock.catalogue.substances import CONVENTION, list_of, substance, substances
from penstock.kernel.forms.specification import Reading


@dataclass(frozen=True, slots=True)
class Control:
    """A substance of the register in the goods that is under control, where it was found, and by which law."""

    substance: str
    where: str
    law: str

    @property
    def sentence(self) -> str:
        """Why the goods are notified on the statutory track, in one sentence."""
        return f"{substance(self.substance).name} ({self.where}): {self.law}"


def controls_in(reading: Reading, on: date) -> tuple[Control, ...]:
    """Everything in the goods that is under control on a day: named, recognised in the words, or by its structure.

    Source: the Tables of the 1988 Convention, and what `notification_requirement` answers for the two countries.
    """
    found: dict[str, str] = {}
    for id_, where in _candidates(reading, on):
        found.setdefault(id_, where)
    values = reading.values
    laws = ((id_, where, _law(id_, values, on)) for id_, where in found.items())
    return tuple(Control(id_, where, law) for id_, where, law in laws if law)


def _law(id_: str, values: Mapping[str, Any], on: date) -> str:
    """Which law controls a substance on a day, as a sentence; empty when none here does."""
    table = list_of(id_, on)
    if table:
        return f"it stands on {table} of the 1988 Convention on {on.isoformat()}."
    if not values["importer_country"]:
        return ""
    asked = notification_requirement(
        exporting=values["exporter_country"], importing=values["importer_country"], substance=id_, on=on
    )
    return asked.basis if asked.due else ""


def _candidates(reading: Reading, on: date) -> Iterator[tuple[str, str]]:
    """Substances of the register that the goods are or hold, each with where it was found."""
    for id_ in reading.values["substances"] or ():
        yield id_, "named in the form"
    words = " ".join(str(reading.kept.get(name) or "") for name in ("substance_name", "goods_description"))
    cas = str(reading.kept.get("cas_number") or "") or None
    for hit in listed_recogniser().recognise(words, cas, suspicious=False):
        yield hit.id, "recognised in the words"
    structure = reading.values["structure"]
    if structure:
        for id_ in _by_structure(structure, on):
            yield id_, "by its structure"


def _by_structure(structure: str, on: date) -> Iterator[str]:
    """Substances of the Convention whose rule a structure surely meets; a key is compared with those of the register.

    What is met only by a reading of the law moves nothing by itself: an officer sees it on the pages of the law.
    """
    if INCHIKEY.fullmatch(structure):
        yield from (one.id for one in substances() if one.inchikey == structure)
        return
    rules = {rule.key: rule for rule in current_book().rules_on(on, {"UN"}) if rule.pack.id == CONVENTION}
    for hit in structure_rulebook(on, frozenset({"UN"})).match(structure).hits:
        if hit.confidence == "certain" and hit.rule in rules and rules[hit.rule].entry.substance:
            yield rules[hit.rule].entry.substance
