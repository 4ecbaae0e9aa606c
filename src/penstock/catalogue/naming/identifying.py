"""Which substance of the catalogue a name means: taken where that is exact, left to a person where it is close."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from penstock.catalogue.law.book import Book
from penstock.catalogue.law.force import current_book
from penstock.catalogue.naming.recognisers import recognise
from penstock.catalogue.substances import Substance, substance, substances
from penstock.engines.recognition.entries import Recognition
from penstock.kernel.forms.types import Invalid, Text

SURE = 0.9
"""Recognitions of so much confidence are right nine times in ten by measurement, and need to be exact besides."""
EXACT = frozenset({"cas", "ec", "cus", "dea", "inchikey", "structure", "name", "synonym", "salt"})
FAINT = 0.3


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


@lru_cache(maxsize=4)
def _named(book: Book) -> Mapping[str, Substance]:
    known = substances(book)
    named = {_folded(name.text): one for one in known for name in one.names}
    named |= {one.cas: one for one in known if one.cas}
    named |= {_folded(one.name): one for one in known}
    return MappingProxyType(named | {one.id: one for one in known})


def known_substance(text: str | None) -> str | None:
    """The id of the substance with exactly this name, CAS number or id, in any register or list; None for none."""
    found = _named(current_book()).get(_folded(text)) if text else None
    return found.id if found else None


@lru_cache(maxsize=5_000)
def recognitions(name: str, cas: str | None = None) -> tuple[Recognition, ...]:
    """What a name may mean among the substances that are listed, the likeliest first."""
    return tuple(one for one in recognise(name, cas=cas, threshold=FAINT) if one.is_listed)


def is_exact(found: Recognition) -> bool:
    """Whether a recognition may be taken without asking a person."""
    return found.kind in EXACT and found.confidence >= SURE


def identified_as(name: str | None, cas: str | None = None) -> str | None:
    """The id of the one substance that a name and a CAS number mean; None where they mean none, or several."""
    known = {one for one in (known_substance(name), known_substance(cas)) if one}
    known = known or {one.id for one in recognitions(name or "", cas or None) if is_exact(one)}
    return next(iter(known)) if len(known) == 1 else None


class KnownSubstance(Text):
    """Any substance of the catalogue: of the registers of precursors and drugs, listed or not."""

    how = "'{given}' is in no register here; leave this empty, the name as found is kept."

    def parse(self, raw: object) -> str | None:
        """The substance's id; Invalid when no register holds it."""
        text = self.clean(raw)
        if not text:
            return None
        found = identified_as(text)
        if found is None:
            raise Invalid("unknown_substance", self.how, given=text)
        return found

    def show(self, value: str | None) -> str:
        """The name as the register has it."""
        return substance(value).name if value else ""
