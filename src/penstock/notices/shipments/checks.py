"""Checks a planned shipment: what the goods are, whether a notice is due, and every fault at once.

Needs no database, so that `penstock check shipments` and the import of a file judge by the same words. Inside an
instance the law is the one in force there, with the packs it adopted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from penstock.catalogue.law.book import INTERNATIONAL, Rule
from penstock.catalogue.law.force import current_book
from penstock.catalogue.naming.recognisers import listed_recogniser
from penstock.catalogue.requirements import Requirement, notification_requirement
from penstock.catalogue.substances import list_of
from penstock.engines.recognition.entries import Recognition
from penstock.kernel.forms.specification import Reading
from penstock.kernel.viewer import Fault
from penstock.notices.movements.frame import against_several
from penstock.notices.profiles.asking import form_for


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer for one line of a file; `line` counts as a spreadsheet does, the headings being line 1.

    `hits` are what a notice names: substances of the Tables. What only other law controls is told in `warnings`.
    """

    line: int
    reference: str
    reading: Reading
    hits: tuple[Recognition, ...]
    requirement: Requirement
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...] = ()

    def substances(self, on: date) -> list[dict[str, Any]]:
        """The controlled substances the goods are, with the Table that holds each on a day, the reason and the rules.

        The rules are those of the international law and of the two countries as far as they are known.
        """
        return [
            {
                "id": hit.id,
                "cas": hit.cas or "",
                "name": hit.name,
                "list": list_of(hit.id, on) or "",
                "reason": hit.reason,
                "rules": list(hit.rules),
            }
            for hit in self.hits
        ]


NOT_DUE = Requirement(due=False, basis="The goods are no substance of Table I or Table II.", verified=True)
UNKNOWN = Requirement(
    due=False, basis="The importing country cannot be read, so nothing can be said of it.", verified=False
)


class ShipmentChecker:
    """Checks the lines of one file, one after the other; a reference that came before is a fault."""

    def __init__(self, *, on: date, exporting: str | None = None) -> None:
        """Judge by the law of day `on`; `exporting` is the exporting country where the lines do not say."""
        self.on, self.exporting = on, exporting
        self._first_line_of: dict[str, int] = {}

    def check(self, line: int, raw: Mapping[str, Any]) -> Checked:
        """Everything that can be said of one line."""
        if self.exporting and not raw.get("exporter_country"):
            raw = {**raw, "exporter_country": self.exporting}
        reading = form_for(raw).read(raw, strict=True)
        where = law_over(reading, self.exporting, self.on)
        found = _controlled_in(reading, self.on, where)
        hits = tuple(hit for hit in found if list_of(hit.id, self.on))
        others = tuple(_warnings([hit for hit in found if hit not in hits], self.on, where))
        reference = str(reading.kept.get("reference") or "")
        several = against_several(reading.values, [hit.id for hit in hits], reading.values["dispatch_on"] or self.on)
        faults = (*reading.faults, *several, *self._repeated(reference, line))
        return Checked(line, reference, reading, hits, self._requirement(reading, hits), faults, others)

    def _repeated(self, reference: str, line: int) -> tuple[Fault, ...]:
        if not reference:
            return ()
        first = self._first_line_of.setdefault(reference, line)
        if first == line:
            return ()
        text = "The reference {given} is already that of line {first}; give each shipment its own."
        return (Fault("reference", "duplicate_reference", text, {"given": reference, "first": first}),)

    def _requirement(self, reading: Reading, hits: tuple[Recognition, ...]) -> Requirement:
        importing = reading.values["importer_country"]
        if not hits:
            return NOT_DUE
        if importing is None:
            return UNKNOWN
        exporting = reading.values["exporter_country"] or self.exporting
        return requirement_for(exporting, importing, [hit.id for hit in hits], self.on)


def law_over(reading: Reading, exporting: str | None, on: date) -> frozenset[str]:
    """Whose law holds over a shipment: the international, and that of its two countries as far as they are known."""
    countries = (reading.values["exporter_country"] or exporting, reading.values["importer_country"])
    book = current_book()
    return frozenset({INTERNATIONAL}).union(*(book.jurisdictions_of(one, on) for one in countries if one))


def hits_in(reading: Reading, on: date) -> tuple[Recognition, ...]:
    """The substances in the description and the CAS number that stand on a Table on a day: what a notice names."""
    found = _controlled_in(reading, on, law_over(reading, None, on))
    return tuple(hit for hit in found if list_of(hit.id, on))


def _controlled_in(reading: Reading, on: date, where: frozenset[str]) -> list[Recognition]:
    """The substances in the goods that any law of some jurisdictions controls on a day."""
    description = str(reading.kept.get("goods_description") or "")
    cas = str(reading.kept.get("cas_number") or "") or None
    found = listed_recogniser().recognise(description, cas, on=on, jurisdictions=sorted(where), suspicious=False)
    return [hit for hit in found if hit.rules]


def _warnings(found: list[Recognition], on: date, where: frozenset[str]) -> Iterator[str]:
    """A sentence for each substance that is on no Table and that other law controls."""
    book = current_book()
    for hit in found:
        lists = "; ".join(dict.fromkeys(_titled(rule) for rule in book.rules_of(hit.id, on, where)))
        yield f"{hit.name} is on no Table of the 1988 Convention, but controlled by other law: {lists}. {hit.reason}"


def _titled(rule: Rule) -> str:
    return f"{rule.list.title} ({rule.key})"


def requirement_for(exporting: str | None, importing: str, found: list[str], on: date) -> Requirement:
    """Whether a notice is due for any of the substances, with the basis of each."""
    answers = [
        notification_requirement(exporting=exporting, importing=importing, substance=one, on=on) for one in found
    ]
    deciding = [one for one in answers if one.due] or answers
    return Requirement(
        due=any(one.due for one in answers),
        basis=" ".join(dict.fromkeys(one.basis for one in deciding)),
        verified=all(one.verified for one in deciding),
    )
