"""What the worker does for needs: assessments and annual requirements, valid until replaced, enter each new year."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from penstock.cases.registers.models import Requirement
from penstock.cases.registers.queries import holding, requirements
from penstock.catalogue.amounts import exactly
from penstock.kernel.clock import today
from penstock.kernel.delivery.worker import every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.permits.ledger.editions import hold
from penstock.permits.ledger.keeping import country_account
from penstock.permits.needs.models import Statement
from penstock.permits.needs.posting import UNIT, bring_to, granted_by, statements_of


@every(60)
def carry_assessments() -> int:
    """Carry assessments into this year and the next; answers how many accounts were brought to them."""
    years = (today().year, today().year + 1)
    with acting(SYSTEM):
        rows = Statement.objects.visible_to(SYSTEM).filter(regime="psychotropic", year__lte=years[-1])
        known = sorted(set(rows.values_list("country", "substance")))
    return sum(_carried(country, substance, year) for country, substance in known for year in years)


def _carried(country: str, substance: str, year: int) -> bool:
    """One account is brought to its assessment, in a transaction of its own."""
    with acting(SYSTEM):
        hold(country, substance, year)
        stated = statements_of(country, substance, year)
        if not stated or stated[0].kind != "statement":
            return False
        account = country_account(country, substance, year, regime="psychotropic", unit=UNIT)
        note = f"Assessment of {stated[0].year}, carried over: {stated[0].source}"
        return bring_to(account, granted_by(stated), note)


@every(60)
def follow_requirements() -> int:
    """Bring the accounts of precursors to the annual requirements in the registers; answers how many were moved."""
    with acting(SYSTEM):
        known = list(_required((today().year, today().year + 1)))
    return sum(_followed(country, substance, year, held) for country, substance, year, held in known)


def _followed(country: str, substance: str, year: int, held: list[Requirement]) -> bool:
    """One account is brought to its requirement, in a transaction of its own."""
    with acting(SYSTEM):
        hold(country, substance, year)
        account = country_account(country, substance, year, regime="precursor", unit=UNIT)
        return bring_to(account, _together(held), _note(held))


def _required(years: tuple[int, ...]) -> Iterator[tuple[str, str, int, list[Requirement]]]:
    """The requirements that hold in each year, those alone that state a figure or prohibit the import."""
    stated: dict[tuple[str, str], list[Requirement]] = defaultdict(list)
    for row in requirements(SYSTEM).order_by("substance", "form", "-year"):
        stated[row.government_id, row.substance].append(row)
    for (country, substance), rows in sorted(stated.items()):
        for year in years:
            found = holding(rows, country, {substance}, year).get(substance, [])
            held = [one for one in found if one.kilograms is not None or one.is_prohibited]
            if held:
                yield country, substance, year, held


def _together(held: list[Requirement]) -> Decimal:
    """Bulk and preparations together: the ledger counts the pure substance in both."""
    return exactly(*(one.kilograms for one in held if one.kilograms is not None))


def _note(held: list[Requirement]) -> str:
    said = (
        f"{one.form} of {one.year}{', import prohibited' if one.is_prohibited else ''}: {one.source}" for one in held
    )
    return f"Annual legitimate requirement, {'; '.join(said)}"
