"""What differs between a delivery as it was sent and as it was found: a pure function, no database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from penstock.catalogue.amounts import plain

HUNDRED = Decimal(100)
LOSSES = frozenset({"packages_missing", "lighter"})
"""Differences by which goods are gone, and not the packing alone."""
SEALS = frozenset({"seal_broken", "seal_missing", "seal_unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Goods at one end of their way, in the unit of the papers."""

    packages: int
    weight: Decimal
    unit: str
    seals: Sequence[str] = ()
    broken: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: a stable code, and a sentence with `{names}`."""

    code: str
    text: str
    values: Mapping[str, str] = field(default_factory=dict)


def differences(sent: Lot, found: Lot, tolerance: Decimal) -> tuple[Difference, ...]:
    """Packages and seals that are not those of the papers, and a weight beyond the `tolerance` in per cent."""
    return (*_of_packages(sent, found), *_of_weight(sent, found, tolerance), *_of_seals(sent, found))


def _of_packages(sent: Lot, found: Lot) -> Iterator[Difference]:
    values = {"sent": str(sent.packages), "found": str(found.packages)}
    if found.packages < sent.packages:
        yield Difference("packages_missing", "{found} packages came of {sent}.", values)
    elif found.packages > sent.packages:
        yield Difference("packages_beyond", "{found} packages came, and the papers name {sent}.", values)


def _of_weight(sent: Lot, found: Lot, tolerance: Decimal) -> Iterator[Difference]:
    change = found.weight - sent.weight
    if abs(change) * HUNDRED <= tolerance * sent.weight:
        return
    values = {"sent": f"{plain(sent.weight):f}", "unit": sent.unit,
              "change": f"{plain(abs(change)):f}", "tolerance": f"{plain(tolerance):f}"}  # fmt: skip
    if change < 0:
        text = "{change} {unit} less came than the {sent} {unit} of the papers, and {tolerance} % may differ."
        yield Difference("lighter", text, values)
    else:
        text = "{change} {unit} more came than the {sent} {unit} of the papers, and {tolerance} % may differ."
        yield Difference("heavier", text, values)


def _of_seals(sent: Lot, found: Lot) -> Iterator[Difference]:
    broken = [one for one in found.broken if one]
    if broken:
        yield Difference("seal_broken", "Found broken: {seals}.", {"seals": ", ".join(broken)})
    seen = {*found.seals, *broken}
    missing = [one for one in sent.seals if one not in seen]
    if missing:
        yield Difference("seal_missing", "Not there any more: {seals}.", {"seals": ", ".join(missing)})
    unknown = [one for one in (*found.seals, *broken) if one not in set(sent.seals)]
    if unknown:
        yield Difference("seal_unknown", "Not named by the papers: {seals}.", {"seals": ", ".join(unknown)})
