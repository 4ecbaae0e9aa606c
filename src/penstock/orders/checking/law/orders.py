"""An order, what is known of its customer, and the reasons that a check gives: plain values, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from uuid import UUID

from penstock.catalogue.units import unit

Effect = Literal["hold", "ask", "note"]
Answer = Literal["go", "hold", "ask"]
TRADE, COUNTER, MAIL = "trade", "counter", "mail"
CHANNELS = {TRADE: "To a business", COUNTER: "Retail, over the counter", MAIL: "Retail, by post or a mobile vendor"}
SUBSTANCE, PREPARATION, NATURAL = "substance", "preparation", "natural-product"
FORMS = {
    SUBSTANCE: "The substance, or a mixture with it",
    PREPARATION: "A preparation, such as a medicine",
    NATURAL: "A plant, or an oil or extract of one",
}


@dataclass(frozen=True, slots=True)
class Law:
    """Where something is law: the pack with its version, its list, the article, and whether somebody compared it."""

    pack: str
    version: str
    list: str
    source: str
    verified: bool

    def told(self) -> dict[str, Any]:
        """The same as it is kept with a check."""
        return {"pack": self.pack, "version": self.version, "list": self.list, "source": self.source,
                "verified": self.verified}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for an answer: a stable code, what it does, a sentence with `{names}`, and its law.

    What is `forbidden` no justification lifts.
    """

    code: str
    effect: Effect
    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    law: Law | None = None
    forbidden: bool = False

    def told(self) -> dict[str, Any]:
        """The same as it is kept with a check."""
        kept = {"code": self.code, "effect": self.effect, "text": self.text, "values": dict(self.values)}
        return {**kept, **({"law": self.law.told()} if self.law else {}),
                **({"forbidden": True} if self.forbidden else {})}  # fmt: skip


def answer_of(reasons: Sequence[Reason]) -> Answer:
    """Hold where one reason holds, ask where one asks, else go."""
    effects = {one.effect for one in reasons}
    return "hold" if "hold" in effects else "ask" if "ask" in effects else "go"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One line of an order. `base` is its quantity in kilograms or litres, `package` that of one package likewise."""

    number: str
    line: str = ""
    goods: str
    quantity: Decimal
    unit: str
    ordered_on: date
    customer: str = ""
    site: str = ""
    use: str = ""
    percent: Decimal | None = None
    package: Decimal | None = None
    form: str = SUBSTANCE
    channel: str = TRADE
    indicators: tuple[str, ...] = ()

    @property
    def dimension(self) -> str:
        """Mass or volume."""
        return dimension_of(self.unit)

    @property
    def base(self) -> Decimal:
        """The quantity in kilograms or litres."""
        return in_base(self.quantity, self.unit)

    @property
    def is_retail(self) -> bool:
        """Whether it is sold to the public."""
        return self.channel != TRADE


def dimension_of(symbol: str) -> str:
    """Mass or volume; ValueError for what is no unit."""
    found = unit(symbol)
    if found is None:
        raise ValueError(f"'{symbol}' is no unit")
    return found.dimension


def in_base(quantity: Decimal, symbol: str) -> Decimal:
    """A quantity in kilograms or litres."""
    found = unit(symbol)
    if found is None:
        raise ValueError(f"'{symbol}' is no unit")
    return found.to_base(quantity)


class Supplied(NamedTuple):
    """What was ordered on a day before: by the customer itself (`own`) or one linked to it, in how many orders.

    `number` is said only where it is that of an order under check, `most` is the largest single quantity.
    """

    day: date
    dimension: str
    own: bool
    number: str
    base: Decimal
    orders: int
    most: Decimal


class Licence(NamedTuple):
    """A licence or registration that a customer showed."""

    kind: str
    number: str
    goods: frozenset[str]
    from_on: date
    until_on: date | None
    is_verified: bool

    def runs(self, on: date) -> bool:
        """Whether it may be used on a day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


class Declared(NamedTuple):
    """A declaration of a customer for some goods."""

    goods: str
    use: str
    base: Decimal
    dimension: str
    span: str
    order_number: str
    from_on: date
    until_on: date
    is_signed: bool
    is_verified: bool


class Undertaken(NamedTuple):
    """What a customer that sells on undertook to keep, for some goods or for all (`goods` is empty)."""

    goods: frozenset[str]
    from_on: date
    until_on: date
    is_signed: bool
    is_verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a customer when an order is judged."""

    id: UUID
    number: str
    name: str
    country: str
    category: str
    sector: str
    edition: int
    content: Mapping[str, Any]
    known_since: date
    identity_verified_on: date | None
    group: UUID
    stopped: str = ""
    screened: Mapping[str, Any] = field(default_factory=dict)
    licences: tuple[Licence, ...] = ()
    declarations: tuple[Declared, ...] = ()
    undertakings: tuple[Undertaken, ...] = ()
    supplied: tuple[Supplied, ...] = ()
    sites: Mapping[str, str] = field(default_factory=dict)

    @property
    def end_uses(self) -> frozenset[str]:
        """What the customer says that it needs goods for."""
        return frozenset(self.content.get("end_uses") or ())
