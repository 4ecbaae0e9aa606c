"""What the columns of a file stand for: made in the browser, written as YAML, or shipped for layouts that are known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from penstock.incidents.fields import INCIDENT
from penstock.incidents.intake.content import Unreadable
from penstock.incidents.intake.understood.answers import folded
from penstock.incidents.particulars.facts import SHARING
from penstock.kernel.viewer import Fault
from penstock.kernel.workflow import refused_for

LEGS = ("origin", "departure", "transit", "destination")
CHOSEN = ("kind", "setting", "transport_mode", "concealment", "modus_operandi", "site", "channel", "stopped_because",
          "legal_status", "suspected_product")  # fmt: skip
PARTS = {
    "country": "Country",
    "place": "Place",
    "region": "Region of the place",
    "happened_on": "Date",
    "substance": "Substance",
    "quantity": "Quantity",
    "unit": "Unit",
    "packaging": "Packaging",
    "origin": "Country of origin",
    "departure": "Country of departure",
    "transit": "Country of transit",
    "destination": "Country of destination",
    "in_words": "Kept in words",
}
PLAIN = ("agency", "vehicle", "carrier", "bill_of_lading", "air_waybill", "postal_number", "containers", "seals",
         "declaration", "declared_goods", "own_reference", "notice", "locode", "lost_between", "platform")  # fmt: skip
SEVERAL = ("in_words",)
"""What more than one column may stand for."""
NEEDED = ("happened_on", "country", "substance")
_OTHER_WORDS = {
    "happened_on": ("date", "seizure date", "date of seizure", "day", "incident date"),
    "substance": ("drug", "drug name", "substance name", "chemical", "product"),
    "quantity": ("amount", "quantity seized", "weight"),
    "unit": ("drug unit", "unit of measure", "uom"),
    "transport_mode": ("transport", "means of transport", "mode"),
    "concealment": ("hiding place", "concealed in"),
    "place": ("city", "town", "location", "port"),
    "region": ("province", "state", "administrative division"),
    "setting": ("installation", "kind of place"),
    "origin": ("origin", "producing country", "country of origin"),
    "departure": ("departure country", "from", "departure"),
    "destination": ("destination country", "to", "destination"),
}


def targets() -> dict[str, str]:
    """Everything a column can stand for, with its label."""
    chosen = {name: INCIDENT.field(name).label for name in (*CHOSEN, *PLAIN)}
    return PARTS | chosen


@dataclass(frozen=True, slots=True)
class Columns:
    """Headings to what they stand for, answers that hold for every line, and how the file writes days and numbers."""

    columns: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    days: str = ""
    decimals: str = ""

    def kept(self) -> dict[str, Any]:
        """The mapping as it is kept and written."""
        return {"columns": dict(self.columns), "fixed": dict(self.fixed), "days": self.days, "decimals": self.decimals}


def read_mapping(raw: object) -> Columns:
    """A mapping as YAML, JSON or the browser gives it; Refused with what is wrong with it."""
    if isinstance(raw, str):
        try:
            raw = yaml.safe_load(raw)
        except yaml.YAMLError:
            raise refused_for([Fault("mapping", "not_a_mapping", "This cannot be read as YAML.")]) from None
    raw = raw or {}
    columns = raw.get("columns", {}) if isinstance(raw, Mapping) else None
    fixed = raw.get("fixed") or {} if isinstance(raw, Mapping) else None
    if not isinstance(raw, Mapping) or not _is_plain(columns) or not _is_plain(fixed):
        how = "Write columns: with a line for each heading, such as 'DRUG_NAME: substance'."
        raise refused_for([Fault("mapping", "not_a_mapping", how)])
    assert isinstance(columns, Mapping) and isinstance(fixed, Mapping)  # noqa: S101, PT018 - for the type checker
    found = Columns(
        {str(key): str(value) for key, value in columns.items() if value},
        {str(key): str(value) for key, value in fixed.items() if value},
        str(raw.get("days") or ""),
        str(raw.get("decimals") or ""),
    )
    faults = list(_faults(found))
    if faults:
        raise refused_for(faults)
    return found


def _is_plain(given: object) -> bool:
    return isinstance(given, Mapping) and all(isinstance(one, str) or one is None for one in given.values())


def _faults(found: Columns) -> list[Fault]:
    known = targets()
    unknown = [one for one in found.columns.values() if one not in known]
    given = list(found.columns.values())
    twice = [one for one in dict.fromkeys(given) if given.count(one) > 1 and one not in SEVERAL]
    sharing = {one.name for one in SHARING.fields}
    wrong = [one for one in found.fixed if one in sharing or one not in {*CHOSEN, *PLAIN, "country", "unit"}]
    checks = [
        (unknown, "unknown_target", "A column cannot stand for '{given}'."),
        (twice, "target_twice", "Two columns stand for '{given}'. Keep one of them."),
        (wrong, "unknown_target", "'{given}' cannot be the same for every line."),
        ([] if found.days in {"", "DMY", "MDY"} else [found.days], "unknown_order", "Write DMY or MDY, not '{given}'."),
        (
            [] if found.decimals in {"", ".", ","} else [found.decimals],
            "unknown_mark",
            "A point or a comma, not '{given}'.",
        ),
    ]
    return [Fault("mapping", code, text, {"given": wrongs[0]}) for wrongs, code, text in checks if wrongs]


@cache
def shipped() -> tuple[tuple[str, Columns], ...]:
    """The layouts that Penstock knows, by name."""
    found = []
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        raw = yaml.safe_load(path.read_text("utf-8"))
        found.append((str(raw["name"]), read_mapping({key: value for key, value in raw.items() if key != "name"})))
    return tuple(found)


def proposed(headings: Sequence[str]) -> Columns:
    """What the headings most likely stand for: a layout that is known, else heading by heading."""
    for _name, columns in shipped():
        if set(columns.columns) <= set(headings):
            return columns
    words = {folded(label): name for name, label in targets().items()} | {folded(name): name for name in targets()}
    words |= {folded(word): name for name, known in _OTHER_WORDS.items() for word in known}
    found: dict[str, str] = {}
    for heading in headings:
        name = words.get(folded(heading.replace("_", " ")))
        if name and name not in found.values():
            found[heading] = name
    return Columns(found)


def lacking(columns: Columns) -> list[str]:
    """What every incident needs and no column gives."""
    given = {*columns.columns.values(), *columns.fixed}
    return [PARTS[one] for one in NEEDED if one not in given]


def positions(headings: Sequence[str], columns: Columns) -> dict[str, list[int]]:
    """Where in a line each part stands; Refused when a heading of the mapping is not in the file."""
    missing = [one for one in columns.columns if one not in headings]
    if missing:
        raise Unreadable(f"The file has no heading '{missing[0]}'. Map its headings again.")
    found: dict[str, list[int]] = {}
    for heading, name in columns.columns.items():
        found.setdefault(name, []).append(headings.index(heading))
    return found
