"""The forms of a passage: what is announced, what left, what arrived, what was endorsed, and what was agreed."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.cases.sheets.sheet import Lines, Sheet
from penstock.catalogue.fields import Place
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Invalid, Number, Paragraphs, Text
from penstock.kernel.viewer import Fault
from penstock.permits.applications.fields import MODES

LONGEST = 2000
_A31 = "1961 Convention, article 31(7)"


class Found(Number):
    """A quantity that was found, which may be nothing."""

    def parse(self, raw: object) -> Decimal | None:
        """The quantity; Invalid when it is less than nothing."""
        value = super().parse(raw)
        if value is not None and value < 0:
            raise Invalid("negative_quantity", "A quantity cannot be negative; {given} was entered.", given=value)
        return value


def _each_line_once(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Of each line of the permit one quantity is entered."""
    numbers = [one["line"] for one in values["goods"]]
    for place, number in enumerate(numbers):
        if number is not None and number in numbers[:place]:
            text = "Line {number} was entered before. Enter one quantity for it."
            yield Fault(f"goods-{place}-line", "line_twice", text, {"number": number})
    if not numbers:
        yield Fault("goods-0-quantity", "no_goods", "Enter the quantity of at least one substance.")


GOODS = Lines(
    title="Goods",
    beside=frozenset({"line"}),
    fields=(
        Field(
            name="line",
            label="Line of the permit",
            type=Number(above=Decimal(0), whole=True),
            required=True,
            help="1 for the first",
        ),
        Field(name="quantity", label="Quantity", type=Found(), required=True, help="In the unit of the permit"),
    ),
)


def _sheet(name: str, title: str, *fields: Field) -> Sheet:
    return Sheet(
        name=name, sections=(Section(title=title, fields=fields),), lines={"goods": GOODS}, rules=(_each_line_once,)
    )


def _reason(name: str, title: str, help_text: str = "") -> Form:
    return Form(name=name, sections=(Section(title=title, fields=(why(help_text),)),))


def why(help_text: str = "") -> Field:
    """The question for the reason."""
    return Field(name="reason", label="Why", type=Paragraphs(LONGEST), required=True, help=help_text)


REMARKS = Field(name="remarks", label="Remarks", type=Paragraphs(LONGEST))
SEAL = Field(name="seal", label="Seal", type=Text(120), help="Its number, as it is on the container")
PLACE = Field(name="place", label="Place", type=Place(), help="UN/LOCODE, such as NLRTM")

ANNOUNCEMENT = _sheet(
    "announced passage",
    "What is announced",
    Field(name="planned_on", label="Day on which it is to leave", type=Day(), required=True),
    Field(name="place", label="Where it crosses the border", type=Place(), help="UN/LOCODE, such as NLRTM"),
    Field(name="transport_mode", label="Means of transport", type=Choice(MODES)),
    Field(name="document", label="Number of the transport document", type=Text(120)),
    REMARKS,
)
LEAVING = _sheet(
    "leaving",
    "What left",
    Field(name="left_on", label="Day on which it left", type=Day(), required=True, help="The day it really left"),
    PLACE,
    Field(name="transport_mode", label="Means of transport", type=Choice(MODES)),
    Field(name="carrier", label="Vessel, flight or vehicle", type=Text(120)),
    Field(name="document", label="Number of the transport document", type=Text(120)),
    SEAL,
    Field(name="expected_on", label="Expected day of arrival", type=Day()),
    REMARKS,
)
ARRIVAL = _sheet(
    "arrival of a passage",
    "What arrived",
    Field(name="arrived_on", label="Day on which it arrived", type=Day(), required=True),
    PLACE,
    Field(name="seal", label="Seal as it was found", type=Text(120)),
    Field(name="document", label="Number of the customs document", type=Text(120)),
    REMARKS,
)
ENDORSEMENT = _sheet(
    "endorsement",
    "Endorsement",
    Field(name="imported_on", label="Day on which it was imported", type=Day(), required=True, basis=_A31),
    REMARKS,
)
AGREEMENT = _sheet("reconciled passage", "What is agreed", why("Both sides read it"))
RETURN = Form(
    name="return of a passage",
    sections=(
        Section(
            title="Return",
            fields=(
                Field(name="returned_on", label="Day on which it came back", type=Day(), required=True),
                why(),
            ),
        ),
    ),
)
REASON = _reason("reason on a passage", "Reason", "Everybody on the passage reads it")
BESIDE = (
    ("planned_on", "place"),
    ("transport_mode", "carrier"),
    ("document", "seal"),
    ("left_on", "place"),
    ("arrived_on", "place"),
)
