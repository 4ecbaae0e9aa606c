"""How much of a quantity is the pure substance: by the factor of its salt, in kilograms, or in litres for volumes."""

from decimal import Decimal, localcontext

from penstock.catalogue.amounts import EXACT, Amount, base_symbol, plain
from penstock.catalogue.law.force import current_book
from penstock.catalogue.substances import substance as substance_by_id
from penstock.engines.recognition.judgement.masses import base_factor
from penstock.permits.models import PLACES

WHOLE = Decimal(100)
_SMALLEST = Decimal(1).scaleb(-PLACES)
BASE = ""
"""The form that is the substance itself."""


def forms_of(substance: str) -> dict[str, Decimal]:
    """The salts and forms of a substance for which a pack gives the share of anhydrous base, in per cent."""
    found = {one.form: one.percent for one in current_book().conversions_of(substance)}
    return {BASE: WHOLE, **dict(sorted(found.items()))}


def share_of(substance: str, form: str) -> Decimal | None:
    """The share of the pure substance in a form of it, in per cent; None where nobody can say.

    By the factor of a pack, else by the masses of both formulas, where the words of the form name a salt or a hydrate
    and the substance makes salts with acids.
    """
    listed = forms_of(substance).get(form)
    if listed is not None:
        return listed
    known = substance_by_id(substance)
    factor = base_factor(known.formula, tuple(form.casefold().split())) if "base" in known.salts else None
    return None if factor is None else factor * WHOLE


def pure(substance: str, form: str, amount: Amount) -> Amount:
    """The pure substance in an amount of a form of it; KeyError for a form of which nobody can say its share.

    A volume stays a volume: what is in a litre nobody has said. Rounded at 18 places, half to even: few reach so far.
    """
    share = share_of(substance, form) if amount.kind.dimension == "mass" else WHOLE
    if share is None:
        raise KeyError(form)
    with localcontext() as context:
        context.prec = EXACT
        held = amount.within("") * share / WHOLE
        return Amount(plain(held.quantize(_SMALLEST)), base_symbol(amount))
