"""Checks a planned shipment: what the goods are, whether a notice is due, and every fault at once.

Needs no database, so that `penstock check shipments` and the import of a file judge by the same words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from penstock.catalogue.recognisers import listed_recogniser
from penstock.catalogue.requirements import Requirement, notification_requirement
from penstock.catalogue.substances import list_of
from penstock.engines.recognition.entries import Recognition
from penstock.kernel.forms.specification import Reading
from penstock.kernel.viewer import Fault
from penstock.notices.fields import SHIPMENT
from penstock.notices.movements.frame import against_several


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer for one line of a file; `line` counts as a spreadsheet does, the headings being line 1."""

    line: int
    reference: str
    reading: Reading
    hits: tuple[Recognition, ...]
    requirement: Requirement
    faults: tuple[Fault, ...]

    def substances(self, on: date) -> list[dict[str, str]]:
        """The controlled substances the goods are, with the list that holds each on a day, and the reason."""
        return [
            {
                "id": hit.id,
                "cas": hit.cas or "",
                "name": hit.name,
                "list": list_of(hit.id, on) or "",
                "reason": hit.reason,
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
        reading = SHIPMENT.read(raw, strict=True)
        hits = hits_in(reading, self.on)
        reference = str(reading.kept.get("reference") or "")
        several = against_several(reading.values, [hit.id for hit in hits], reading.values["dispatch_on"] or self.on)
        faults = (*reading.faults, *several, *self._repeated(reference, line))
        return Checked(line, reference, reading, hits, self._requirement(reading, hits), faults)

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


def hits_in(reading: Reading, on: date) -> tuple[Recognition, ...]:
    """The listed substances in the description and the CAS number that are under control on a day."""
    description = str(reading.kept.get("goods_description") or "")
    cas = str(reading.kept.get("cas_number") or "") or None
    found = listed_recogniser().recognise(description, cas, suspicious=False)
    return tuple(hit for hit in found if list_of(hit.id, on))


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
