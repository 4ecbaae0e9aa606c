"""What a sample may be, and what is found of a request: pure functions over what was given before."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import yaml

from penstock.catalogue.amounts import plain
from penstock.orders.checking.law.quantities import SYMBOL, year_before
from penstock.orders.customers.sectors import trades

Effect = Literal["against", "note"]
USUAL = "usual"


class Limit(NamedTuple):
    """How much a sample may be, in kilograms or litres, and how many one receiver gets within twelve months."""

    most: Decimal
    a_year: int


@cache
def limits() -> Mapping[str, Limit]:
    """The limits by use; ValueError where one is for a use that there is not."""
    said = yaml.safe_load(Path(__file__).with_name("limits.yaml").read_text(encoding="utf-8"))
    strange = said.keys() - trades().uses.keys() - {USUAL}
    if strange:
        raise ValueError(f"limits.yaml names uses that there are not: {', '.join(sorted(strange))}")
    return MappingProxyType({use: Limit(Decimal(str(one["most"])), int(one["a_year"])) for use, one in said.items()})


def limit_of(use: str) -> Limit:
    """The limit of a use, or the usual one."""
    return limits().get(use, limits()[USUAL])


class Given(NamedTuple):
    """A sample that was asked for before: when, of what, and whether it was given.

    `tie` says how it is the same receiver: the customer itself, one linked to it, or another at the same address.
    """

    day: date
    goods: str
    reference: str
    name: str
    tie: str
    was_given: bool


TIES = {"self": "the same customer", "linked": "a linked customer", "address": "the same address"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of a request: a stable code, whether it speaks against it, and a sentence with `{names}`."""

    code: str
    effect: Effect
    text: str
    values: Mapping[str, str] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """The same as it is kept with the request."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a sample is asked for, by whom, as far as it is judged; `base` in kilograms or litres."""

    goods: str
    base: Decimal
    dimension: str
    use: str
    on: date
    names_use: bool
    is_identified: bool
    is_stopped: bool


def findings(asked: Asked, before: Sequence[Given]) -> tuple[Finding, ...]:
    """Everything against a sample, and what else was noticed."""
    found = [*_of_receiver(asked), *_of_quantity(asked), *_of_year(asked, before)]
    others = [one for one in before if one.goods != asked.goods or not one.was_given]
    if others:
        told = "; ".join(f"{one.reference}, {one.day}, {one.name} ({TIES[one.tie]})" for one in others)
        found.append(Finding("asked_before", "note", "Samples were asked for before: {told}.", {"told": told}))
    return tuple(found)


def _of_receiver(asked: Asked) -> list[Finding]:
    found = []
    if asked.is_stopped:
        found.append(Finding("customer_stopped", "against", "Nothing is supplied to this customer."))
    if not asked.is_identified:
        text = "The customer's identity was not verified: verify it first."
        found.append(Finding("identity_not_verified", "against", text))
    if not asked.names_use:
        text = "The customer never named this use: look whether it fits."
        found.append(Finding("use_never_named", "note", text))
    return found


def _of_quantity(asked: Asked) -> list[Finding]:
    most = limit_of(asked.use).most
    if asked.base <= most:
        return []
    values = {
        "asked": f"{plain(asked.base):f} {SYMBOL[asked.dimension]}",
        "most": f"{plain(most):f} {SYMBOL[asked.dimension]}",
        "use": trades().uses[asked.use],
    }
    text = "{asked} is more than a sample for this use may be ({use}: {most}): treat it as an order."
    return [Finding("too_large", "against", text, values)]


def _of_year(asked: Asked, before: Sequence[Given]) -> list[Finding]:
    """What the same receiver was given of the same goods within the twelve months that end with the day."""
    since, a_year = year_before(asked.on), limit_of(asked.use).a_year
    given = [one for one in before if one.was_given and one.goods == asked.goods and since <= one.day <= asked.on]
    if len(given) < a_year or (not given and not a_year):
        return []
    told = "; ".join(f"{one.reference}, {one.day}, {one.name} ({TIES[one.tie]})" for one in given)
    text = "It had {had} of {most} within a year: {told}."
    return [Finding("too_many", "against", text, {"had": str(len(given)), "most": str(a_year), "told": told})]
