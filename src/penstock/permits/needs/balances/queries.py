"""Reads of needs; the viewer comes first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from uuid import UUID

from penstock.cases.registers.models import Requirement
from penstock.cases.registers.queries import holding
from penstock.cases.registers.queries import statements as required
from penstock.catalogue.amounts import exactly
from penstock.kernel.clock import today
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.permits.ledger.editions import standing
from penstock.permits.ledger.models import Account, Entry
from penstock.permits.needs.balances.judging import Mark, Stated, marks
from penstock.permits.needs.models import Figure, Statement
from penstock.permits.needs.posting import granted_by, newest

LOOKED_BACK = 5
MOST = 200


def accounts(viewer: Viewer, *, country: str = "", substance: str = "", year: int | None = None) -> list[Account]:
    """The accounts of countries' years that the viewer sees, newest year first."""
    wanted = {"country": country, "substance": substance, "year": year}
    rows = Account.objects.visible_to(viewer).filter(permit__isnull=True)
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return list(rows.order_by("-year", "country", "substance", "unit")[:MOST])


def account(viewer: Viewer, country: str, substance: str, year: int, unit: str) -> Account:
    """The account of a country's year of a substance; NotVisible where there is none for this viewer."""
    rows = Account.objects.visible_to(viewer).filter(permit__isnull=True, country=country, substance=substance)
    found = rows.filter(year=year, unit=unit).first()
    if found is None:
        raise NotVisible
    return found


def entries(viewer: Viewer, of: Account) -> list[Entry]:
    """What moved an account, the newest first."""
    return list(
        Entry.objects.visible_to(viewer).filter(account=of).select_related("permit").order_by("-made_at", "-id")
    )


def statements(viewer: Viewer, country: str, substance: str, since: int, until: int) -> list[Statement]:
    """What stands of a country's statements of a substance for some years, the newest year first."""
    rows = Statement.objects.visible_to(viewer).filter(
        country=country, substance=substance, year__gte=since, year__lte=until
    )
    return sorted(newest(rows), key=lambda one: (-one.year, one.kind, one.made_at))


def figures(viewer: Viewer, country: str, substance: str, years: Iterable[int]) -> list[Figure]:
    """What stands of the figures from papers for some years."""
    rows = Figure.objects.visible_to(viewer).filter(country=country, substance=substance, year__in=list(years))
    return sorted(standing(rows, "year", "sort", "source"), key=lambda one: (-one.year, one.sort, one.made_at))


def used_of(of: Account) -> Decimal:
    """What was made, imported or reserved of an account, whoever saw it."""
    return exactly(of.made, of.reserved, of.settled, of.outside)


def doubts(viewer: Viewer, of: Account) -> list[Mark]:
    """What is doubtful about the need stated for an account's year."""
    return doubts_of_each(viewer, [of])[of.pk]


def doubts_of_each(viewer: Viewer, found: Sequence[Account]) -> dict[UUID, list[Mark]]:
    """The same for many accounts at once, in three queries."""
    countries, substances = {one.country for one in found}, {one.substance for one in found}
    same = {"country__in": countries, "substance__in": substances}
    stated, needed, known = defaultdict(list), defaultdict(list), defaultdict(list)
    for statement in newest(Statement.objects.visible_to(viewer).filter(**same)):
        stated[statement.country, statement.substance].append(statement)
    for requirement in required(viewer, countries, substances):
        needed[requirement.government_id, requirement.substance].append(requirement)
    for account_ in Account.objects.visible_to(viewer).filter(permit__isnull=True, **same):
        known[account_.country, account_.substance].append(account_)
    on, judged = today(), {}
    for of in found:
        key = (of.country, of.substance)
        needs = _required(needed[key], of) if of.regime == "precursor" else _stated(stated[key], of)
        used = {
            one.year: used_of(one)
            for one in known[key]
            if one.unit == of.unit and of.year - LOOKED_BACK <= one.year <= of.year
        }
        judged[of.pk] = marks(of.regime, of.year, needs, used, on=on)
    return judged


def _stated(rows: Sequence[Statement], of: Account) -> list[Stated]:
    """What was stated for the account's year and the years before, newest first."""
    found = []
    years = {one.year for one in rows if one.kind == "statement" and of.year - LOOKED_BACK <= one.year <= of.year}
    for year in sorted(years, reverse=True):
        own = [one for one in rows if one.year == year]
        last = max(own, key=lambda one: one.made_at)
        first = next(one for one in own if one.kind == "statement")
        found.append(Stated(year=year, kilograms=granted_by(own), stated_on=first.stated_on, source=last.source))
    if of.regime == "narcotic" and (not found or found[0].year != of.year):
        return []
    return found


def _required(rows: Sequence[Requirement], of: Account) -> list[Stated]:
    """The annual requirements that held in the account's year and the years before, newest first."""
    found = {}
    for year in range(of.year, of.year - LOOKED_BACK - 1, -1):
        held = holding(rows, of.country, {of.substance}, year).get(of.substance, [])
        said = [one for one in held if one.kilograms is not None or one.is_prohibited]
        if said:
            stated = max(one.year for one in said)
            together = exactly(*(one.kilograms or Decimal(0) for one in said))
            oldest = min(one.stated_on for one in said)
            source = "; ".join(dict.fromkeys(one.source for one in said))
            found[stated] = Stated(year=stated, kilograms=together, stated_on=oldest, source=source)
    return [found[year] for year in sorted(found, reverse=True)]
