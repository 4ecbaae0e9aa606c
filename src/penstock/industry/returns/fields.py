"""The forms of annual returns and of the journal."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from penstock.cases.sheets.sheet import Lines, Sheet
from penstock.catalogue.fields import Quantity, Unit
from penstock.catalogue.naming.identifying import KnownSubstance
from penstock.catalogue.substances import substance
from penstock.industry.licences.fields import LONGEST, one_section
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Invalid, Number, Paragraphs, Text
from penstock.kernel.viewer import Fault

IN = {"bought": "Bought", "made": "Made", "imported": "Imported"}
OUT = {"used": "Used", "sold": "Sold", "exported": "Exported", "destroyed": "Destroyed", "lost": "Lost or stolen"}
HAPPENED = {**IN, **OUT}
NO_LEAP_YEAR = 2027
YES_NO = {"yes": "Yes", "no": "No"}


class Amount(Number):
    """How much of something there was in a year, nothing included."""

    def parse(self, raw: object) -> Decimal | None:
        """The amount; Invalid when it is negative or no number."""
        value = super().parse(raw)
        if value is not None and value < 0:
            raise Invalid("negative_amount", "This cannot be less than nothing; {given} was entered.", given=value)
        return value


ROWS = Lines(
    title="Substance",
    fields=(
        Field(name="substance", label="Substance", type=KnownSubstance(), required=True),
        Field(name="unit", label="Unit", type=Unit(), required=True),
        Field(name="opening", label="In stock on the first day", type=Amount(), required=True),
        *(Field(name=code, label=label, type=Amount()) for code, label in HAPPENED.items()),
        Field(name="closing", label="In stock on the last day", type=Amount(), required=True),
        Field(name="difference", label="Why it does not come out", type=Text(500), help="Where it does not"),
    ),
)


def missing(row: Mapping[str, Any]) -> Decimal:
    """By how much the closing stock falls short of what came in and went out; less than nothing where it exceeds it."""
    nothing = Decimal(0)
    came = row["opening"] + sum((row[one] or nothing for one in IN), nothing)
    return Decimal(came - sum((row[one] or nothing for one in OUT), nothing) - row["closing"])


def comes_out(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Each row comes out, or says why not; a nil return has no rows, and every other has some."""
    if values["nil"] == "no" and not values["rows"]:
        yield Fault("nil", "no_rows", "Nothing is entered. If nothing was done all year, choose that; else add a row.")
    for at, row in enumerate(values["rows"]):
        if any(row[one] is None for one in ("substance", "unit", "opening", "closing")):
            continue
        moved = [one for one in (*HAPPENED, "opening", "closing") if row[one]]
        if values["nil"] == "yes" and moved:
            text = "You said that nothing was done, but {substance} has figures. Say that something was, or empty them."
            yield Fault("nil", "nil_with_figures", text, {"substance": substance(row["substance"]).name})
        left = missing(row)
        if left and not row["difference"]:
            text = (
                "By what came in and went out, {expected} {unit} should be left. Mend a figure, or say below why not."
            )
            said = {"expected": f"{(row['closing'] + left).normalize():f}", "unit": row["unit"]}
            yield Fault(f"rows-{at}-closing", "does_not_come_out", text, said)


RETURN = Sheet(
    name="annual return",
    sections=(
        Section(
            title="Return",
            fields=(
                Field(name="nil", label="Nothing was done in this year", type=Choice(YES_NO), required=True),
                Field(name="signed_by", label="Signed by", type=Text(200), required=True, help="Name and post"),
                Field(name="remarks", label="Remarks", type=Paragraphs(LONGEST)),
            ),
        ),
    ),
    lines={"rows": ROWS},
    rules=(comes_out,),
)
QUESTION = one_section(
    "return question",
    "Question",
    Field(name="question", label="What must be explained or corrected", type=Paragraphs(LONGEST), required=True),
)
YEAR = one_section(
    "return year",
    "Year",
    Field(name="year", label="Year", type=Number(above=Decimal(1989), whole=True), required=True),
)


def happened_already(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Only what has happened is recorded."""
    if values["happened_on"] and values["happened_on"] > today():
        yield Fault("happened_on", "not_happened_yet", "This day has not come yet. Enter the day on which it happened.")


ENTRY = Form(
    name="journal entry",
    sections=(
        Section(
            title="Entry",
            fields=(
                Field(name="happened_on", label="Day", type=Day(), required=True),
                Field(name="happened", label="What happened", type=Choice(HAPPENED), required=True),
                Field(name="substance", label="Substance", type=KnownSubstance(), required=True),
                Field(name="quantity", label="Quantity", type=Quantity(), required=True),
                Field(name="unit", label="Unit", type=Unit(), required=True),
                Field(name="partner", label="From or to whom", type=Text(200)),
                Field(name="note", label="Note", type=Text(500), help="Such as the number of an invoice"),
                Field(
                    name="corrects",
                    label="Corrects entry number",
                    type=Number(above=Decimal(0), whole=True),
                    help="That entry counts no more; both stay readable",
                ),
            ),
        ),
    ),
    rules=(happened_already,),
)


def is_a_day(values: Mapping[str, Any]) -> Iterable[Fault]:
    """The day is in the calendar of every year."""
    month, day = values["month"], values["day"]
    if month is None or day is None:
        return
    try:
        date(NO_LEAP_YEAR, int(month), int(day))
    except ValueError:
        text = "There is no such day in every year. Enter a month from 1 to 12 and one of its days."
        yield Fault("day", "no_such_day", text)


DAY = Form(
    name="day of annual returns",
    sections=(
        Section(
            title="The day",
            fields=(
                Field(name="day", label="Day", type=Number(above=Decimal(0), whole=True), required=True),
                Field(name="month", label="Month", type=Number(above=Decimal(0), whole=True), required=True,
                      help="Of the year after the one that is reported"),
                Field(name="basis", label="On what it rests", type=Text(300), required=True,
                      help="Such as a circular or a condition of the licences; companies read it"),
            ),
        ),
    ),
    rules=(is_a_day,),
)  # fmt: skip
