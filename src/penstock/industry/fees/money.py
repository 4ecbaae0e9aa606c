"""Amounts of money, exact: how many decimals a currency has (ISO 4217), and how an amount is written."""

from collections.abc import Iterable
from decimal import Decimal

from penstock.kernel.viewer import Fault

DECIMALS = {
    **dict.fromkeys(
        (
            *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"),
            *("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"),
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
"""The currencies whose smallest unit is not a hundredth."""
USUAL = 2
MOST = Decimal(10) ** 12


def exact(amount: Decimal, currency: str) -> str:
    """An amount in plain digits, with as many decimals as its currency has; nothing is rounded."""
    return f"{amount.quantize(Decimal(1).scaleb(-DECIMALS.get(currency, USUAL))):f}"


def written(amount: Decimal, currency: str) -> str:
    """An amount with its currency, for people, in one line: thousands are parted by a thin no-break space."""
    return f"{Decimal(exact(amount, currency)):,f}\u00a0{currency}".replace(",", "\u202f")


def faults_of(amount: Decimal | None, currency: str | None) -> Iterable[Fault]:
    """What is wrong with an amount in a currency: more decimals than it has, or more than anybody pays."""
    if amount is None or currency is None:
        return
    decimals = DECIMALS.get(currency, USUAL)
    if amount != round(amount, decimals):
        text = "{currency} has {decimals} decimals. Enter an amount without more."
        yield Fault("amount", "too_fine", text, {"currency": currency, "decimals": decimals})
    if amount >= MOST:
        yield Fault("amount", "too_much", "Enter an amount below {most}.", {"most": f"{MOST:f}"})
