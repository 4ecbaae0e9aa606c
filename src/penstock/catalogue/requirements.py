"""Whether a pre-export notification is due, on what legal basis, and how sure the ground is."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from penstock.catalogue.european_union import Category, eu_pack
from penstock.catalogue.packs import PACKS, read_rows
from penstock.catalogue.substances import Control, Substance, un_pack
from penstock.catalogue.substances import substance as substance_by_id

_REQUESTS = "country,scope,since,source,verified"
_EU = "EU"
_ARTICLE = "article 12(10)(a) of the 1988 Convention"
_CHECK = "Annex VI of the newest INCB report on precursors"
_UNVERIFIED = " A row behind this answer is not verified: check it before relying on it."


@dataclass(frozen=True, slots=True)
class Requirement:
    """An answer: is a notification due, the sentence that says why, and whether every row behind it was verified."""

    due: bool
    basis: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Request:
    """A Government's request for notifications; `tables` and `substances` say for what, `since` may be unknown."""

    country: str
    tables: frozenset[str]
    substances: frozenset[str]
    since: date | None
    source: str
    verified: bool

    def covers(self, listed: Substance, on: date) -> bool:
        """Tell whether the request covers a substance on a day."""
        control = listed.control_on(on)
        if control is None or (self.since is not None and on < self.since):
            return False
        return listed.id in self.substances or control.table.removeprefix("UN Table ") in self.tables


def read_requests(path: Path = PACKS / "un-1988" / "requests.csv") -> tuple[Request, ...]:
    """Read and check the register of requests; raise PackError naming file and line of the first bad row."""
    known = frozenset(un_pack().substances)
    found: list[Request] = []
    for row in read_rows(path, _REQUESTS):
        scope = frozenset(row.text("scope").split())
        strange = scope - known - {"I", "II"}
        if strange:
            raise row.refuse(f"scope names what is no table and no substance: {', '.join(sorted(strange))}")
        found.append(
            Request(
                country=row.text("country"),
                tables=scope & {"I", "II"},
                substances=scope & known,
                since=row.day("since"),
                source=row.text("source"),
                verified=row.flag("verified"),
            )
        )
    return tuple(found)


@cache
def requests() -> tuple[Request, ...]:
    """Return the shipped register, read once."""
    return read_requests()


def notification_requirement(*, exporting: str | None, importing: str, substance: str, on: date) -> Requirement:
    """Say whether the exporting Government owes the importing one a notice of a shipment dispatched on a day.

    Countries are alpha-2 codes, `exporting` None when unknown; `substance` is an id (KeyError when unknown). Sources:
    article 12(10)(a) of the 1988 Convention; article 11 of Regulation (EC) No 111/2005 for exports from the Union.
    """
    listed = substance_by_id(substance)
    control = listed.control_on(on)
    union = eu_pack()
    if exporting is not None and union.is_member(exporting, on):
        if union.is_member(importing, on):
            basis = f"{exporting} and {importing} are both in the European Union: no export under Regulation 111/2005."
            return _answer(basis, due=False, verified=union.info.verified)
        category = union.category_of(substance, on)
        if category is not None:
            return _union_rule(category, listed, importing, on)
    if control is None:
        basis = f"{listed.name} stood on neither Table of the 1988 Convention on {on.isoformat()}."
        return _answer(basis, due=False, verified=all(each.verified for each in listed.controls))
    return _convention_rule(control, listed, importing, on)


def _answer(basis: str, *, due: bool, verified: bool) -> Requirement:
    return Requirement(due=due, basis=basis if verified else basis + _UNVERIFIED, verified=verified)


def _request_for(listed: Substance, importing: str, on: date) -> Request | None:
    names = {importing, _EU} if eu_pack().is_member(importing, on) else {importing}
    covering = [each for each in requests() if each.country in names and each.covers(listed, on)]
    return max(covering, key=lambda each: each.verified, default=None)


def _convention_rule(control: Control | None, listed: Substance, importing: str, on: date) -> Requirement:
    request = _request_for(listed, importing, on)
    if request is None:
        basis = f"No request of {importing} for {listed.name} under {_ARTICLE} is on record here; check {_CHECK}."
        return Requirement(due=False, basis=basis, verified=False)
    asked = "The European Union, for its members," if request.country == _EU else importing
    since = f" since {request.since.isoformat()}" if request.since else ""
    basis = f"{asked} requested notification of {listed.name} under {_ARTICLE}{since} ({request.source})."
    return _answer(basis, due=True, verified=request.verified and control is not None and control.verified)


def _union_rule(category: Category, listed: Substance, importing: str, on: date) -> Requirement:
    article = f"article 11 of Regulation (EC) No 111/2005 (category {category.category})"
    if category.category in "14":
        basis = f"Every export of {listed.name} from the European Union is notified: {article}."
        return _answer(basis, due=True, verified=category.verified)
    if eu_pack().lists_destination(listed.id, importing):
        basis = f"{importing} is a listed destination for {listed.name}: {article}."
        return _answer(basis, due=True, verified=False)
    asked = _convention_rule(listed.control_on(on), listed, importing, on)
    if asked.due:
        basis = f"{asked.basis} The Union lists such destinations: {article}."
        return Requirement(due=True, basis=basis, verified=False)
    basis = f"{importing} is no destination on record here for {listed.name}, {article}; check its list and {_CHECK}."
    return Requirement(due=False, basis=basis, verified=False)
