"""The forms of what is stated and read from papers; their field names are the columns of the files that are loaded."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.cases.registers.fields import Year
from penstock.catalogue.fields import Country, Quantity, Unit
from penstock.catalogue.naming.identifying import KnownSubstance, identified_as
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Invalid, Number, Paragraphs, Text
from penstock.kernel.viewer import Fault
from penstock.permits.needs.models import KINDS, ORIGINS, SORTS
from penstock.permits.needs.regimes import regime_of

A19 = "1961 Convention, article 19(1)"
PARTS = ("consumption", "other_uses", "special_stocks")
LAST = 2000


class Controlled(KnownSubstance):
    """A substance that a convention controls, by a name or number that the registers know."""

    def parse(self, raw: object) -> str | None:
        """The substance's id; Invalid when no register holds it."""
        text = self.clean(raw)
        found = identified_as(text) if text else None
        if text and found is None:
            how = "'{given}' is in no register here. Write its international non-proprietary name or CAS number."
            raise Invalid("unknown_substance", how, given=text)
        return found


class PastDay(Day):
    """A day that has come."""

    def parse(self, raw: object) -> Any:
        """The day; Invalid when it lies ahead."""
        value = super().parse(raw)
        if value is not None and value > today():
            raise Invalid("lies_ahead", "{given} lies ahead. Enter the day on which it was said.", given=value)
        return value


class Amount(Number):
    """Kilograms of pure substance, nothing or more."""

    def parse(self, raw: object) -> Decimal | None:
        """The amount; Invalid when it is negative."""
        value = super().parse(raw)
        if value is not None and value < 0:
            raise Invalid("negative_quantity", "A quantity cannot be negative; {given} was entered.", given=value)
        return value


def _fits(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A substance that a convention controls, and no part that its kind of figure does not have."""
    regime = regime_of(values["substance"]) if values["substance"] else None
    if regime == "precursor":
        text = "Annual legitimate requirements of precursors are kept in the registers. State them there."
        yield Fault("substance", "kept_in_registers", text)
    elif regime == "":
        yield Fault("substance", "not_controlled", "No convention controls this substance. Enter another.")
    elif regime == "psychotropic":
        text = "An assessment is one figure for the whole domestic need. Enter it above, and leave this empty."
        given = [name for name in ("other_uses", "special_stocks", "stocks_level") if values[name] is not None]
        yield from (Fault(name, "no_part_of_an_assessment", text) for name in given)


def _stated(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Only a supplement takes away."""
    if values["kind"] == "statement":
        given = [name for name in PARTS if values[name] is not None]
        text = "Only a supplement may take something away. Enter nothing or more, or choose supplement."
        yield from (Fault(name, "negative_quantity", text) for name in given if values[name] < 0)


def _reason(values: Mapping[str, Any]) -> Iterable[Fault]:
    if values["kind"] == "supplement" and not values["reason"]:
        text = "Say why the statement for the year is not enough, or is too much."
        yield Fault("reason", "missing_reason", text)


def form_of(name: str, *sections: tuple[str, tuple[Field, ...]], rules: tuple[Any, ...] = ()) -> Form:
    """A form of a few sections."""
    return Form(name=name, sections=tuple(Section(title=title, fields=each) for title, each in sections), rules=rules)


def _substance(known: str = "Its international non-proprietary name, or its CAS number") -> Field:
    return Field(name="substance", label="Substance", type=Controlled(), required=True, help=known)


SOURCE = (
    Field(name="source", label="Paper", type=Text(200), required=True, help="The form, letter or return that says so"),
    Field(name="reason", label="Why", type=Paragraphs(LAST), help="Needed for a supplement, and for every correction"),
)
STATEMENT = form_of(
    "statement of need",
    (
        "What is stated",
        (
            _substance(),
            Field(name="year", label="Year", type=Year(), required=True),
            Field(name="kind", label="It is a", type=Choice(KINDS), required=True),
            Field(name="origin", label="Whose figure it is", type=Choice(ORIGINS), required=True,
                  help="The Board establishes estimates for those who furnish none (1961 Convention, article 12(3))"),
        ),
    ),
    (
        "Kilograms of pure substance",
        (
            Field(name="consumption", label="Medical and scientific consumption", type=Number(), required=True,
                  basis=A19,
                  help="0 for nothing; for psychotropic substances the whole domestic need, industrial use included"),
            Field(name="other_uses", label="Making of other drugs, of preparations in Schedule III and of others",
                  type=Number(), basis=A19),
            Field(name="special_stocks", label="Additions to special stocks", type=Number(), basis=A19),
            Field(name="stocks_level", label="Stocks to be held on 31 December", type=Amount(), basis=A19,
                  help="What is missing of it when the year begins is added to the balance (article 19(2))"),
        ),
    ),
    ("Where it comes from", (Field(name="stated_on", label="Stated on", type=PastDay(), required=True), *SOURCE)),
    rules=(_fits, _stated, _reason),
)  # fmt: skip
FIGURE = form_of(
    "figure from a paper",
    (
        "What the paper says",
        (
            _substance(),
            Field(name="year", label="Year", type=Year(), required=True),
            Field(name="sort", label="It is what was", type=Choice(SORTS), required=True),
            Field(name="kilograms", label="Kilograms of pure substance", type=Amount(), required=True),
            Field(name="partner", label="From or to", type=Country(), help="For imports and exports"),
        ),
    ),
    ("Where it comes from", (Field(name="as_of", label="Day of the paper", type=PastDay(), required=True), *SOURCE)),
)
QUESTION = form_of(
    "question before a shipment",
    (
        "What is to be shipped",
        (
            Field(name="country", label="To", type=Country(), required=True),
            _substance(),
            Field(name="form", label="Salt or form", type=Text(80), help="Empty for the base or acid itself"),
            Field(name="quantity", label="Quantity", type=Quantity(), required=True),
            Field(name="unit", label="Unit", type=Unit(), required=True),
            Field(name="year", label="Year of arrival", type=Year(), required=True),
            Field(name="cited", label="Import paper", type=Text(100), help="Its number, where it was issued here"),
        ),
    ),
)
LINES: Mapping[str, Form] = {"statements": STATEMENT, "figures": FIGURE}
"""The files that can be loaded, by their kind, with the form of a line."""
