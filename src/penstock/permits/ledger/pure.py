"""How much of a quantity is the pure substance: by the factor of its salt, in kilograms, or in litres for volumes."""

from decimal import Decimal, localcontext

from penstock.catalogue.amounts import EXACT, Amount, base_symbol, plain
from penstock.catalogue.law.force import current_book
from penstock.permits.models import PLACES

WHOLE = Decimal(100)
_SMALLEST = Decimal(1).scaleb(-PLACES)
BASE = ""
"""The form that is the substance itself."""


def forms_of(substance: str) -> dict[str, Decimal]:
    """The salts and forms of a substance with the share of anhydrous base in them, in per cent; itself comes first."""
    found = {one.form: one.percent for one in current_book().conversions_of(substance)}
    return {BASE: WHOLE, **dict(sorted(found.items()))}


def pure(substance: str, form: str, amount: Amount) -> Amount:
    """The pure substance in an amount of a form of it; KeyError for a form that no pack gives a factor for.

    A volume stays a volume: what is in a litre nobody has said. Rounded at 18 places, half to even: few reach so far.
    """
    share = forms_of(substance)[form] if amount.kind.dimension == "mass" else WHOLE
    with localcontext() as context:
        context.prec = EXACT
        held = amount.within("") * share / WHOLE
        return Amount(plain(held.quantize(_SMALLEST)), base_symbol(amount))
