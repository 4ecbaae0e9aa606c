"""Under which of the three conventions a substance stands, and what its yearly figure is called there."""

from penstock.catalogue.law.book import holds
from penstock.catalogue.law.force import current_book
from penstock.kernel.clock import today

CONVENTIONS = {"un-1961": "narcotic", "un-1971": "psychotropic", "un-1988": "precursor"}
CALLED = {
    "narcotic": "Estimate",
    "psychotropic": "Assessment",
    "precursor": "Annual legitimate requirement",
}


def regime_of(substance: str) -> str:
    """The kind of law by which the world controls a substance today, the strictest first; empty for none."""
    book, on = current_book(), today()
    for pack, regime in CONVENTIONS.items():
        if any(holds(entry, on) for entry in book.history_of(substance, pack)):
            return regime
    return ""
