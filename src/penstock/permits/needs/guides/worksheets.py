"""The worksheets: what each method asks, its formula, where it comes from, and what came of what was entered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from penstock.cases.registers.fields import Year
from penstock.cases.sheets.sheet import Lines, Sheet
from penstock.catalogue.fields import Percent
from penstock.kernel.forms.specification import Field, Reading, Section
from penstock.kernel.forms.types import Invalid, Number, Text
from penstock.kernel.viewer import Fault
from penstock.permits.needs.fields import Amount, Controlled
from penstock.permits.needs.guides.methods import (
    MONTHS,
    Condition,
    Service,
    UsedYear,
    from_consumption,
    from_morbidity,
    from_services,
)

GUIDE = "INCB and WHO, Guide on Estimating Requirements for Substances under International Control (2012)"
PALLIATIVE = (
    "Stjernswärd, Foley and Ferris, The public health strategy for palliative care, J Pain Symptom Manage 2007; 33:"
    " 486-493: 60 per cent of those with advanced cancer, 100 mg of morphine a day for the last 100 days"
)
NOTHING = Decimal(0)


class Months(Amount):
    """Months of a year, fewer than all of them."""

    def parse(self, raw: object) -> Decimal | None:
        """The months; Invalid where nothing of the year is left."""
        value = super().parse(raw)
        if value is not None and value >= MONTHS:
            text = "A year that was without it for {given} months says nothing. Leave the year out."
            raise Invalid("no_month_left", text, given=value)
        return value


class Change(Number):
    """A change in per cent, not below minus a hundred."""

    def parse(self, raw: object) -> Decimal | None:
        """The change; a trailing per cent sign is dropped."""
        value = super().parse(self.clean(raw).removesuffix("%"))
        if value is not None and value < -100:  # noqa: PLR2004 - per cent
            raise Invalid("not_a_change", "No more than all of it can fall away; {given} was entered.", given=value)
        return value


def _head(*more: Field) -> tuple[Section, ...]:
    return (
        Section(
            title="For what",
            fields=(
                Field(name="substance", label="Substance", type=Controlled(), required=True),
                Field(name="year", label="Year", type=Year(), required=True),
                *more,
                Field(name="margin", label="Margin for what cannot be foreseen, per cent", type=Percent(),
                      help="Such as 10; empty for none"),
            ),
        ),
    )  # fmt: skip


USED = Sheet(
    name="worksheet from consumption",
    sections=_head(
        Field(name="growth", label="Expected change in use, per cent", type=Change(),
              help="New services, guidelines or indications; negative where use falls; empty for none")
    ),
    lines={
        "used": Lines(
            title="Past year",
            fields=(
                Field(name="kilograms", label="Consumed, kilograms of pure substance", type=Amount(), required=True),
                Field(name="months", label="Months without it", type=Months(), help="When it was out of stock"),
            ),
        )
    },
)  # fmt: skip
ILL = Sheet(
    name="worksheet from morbidity",
    sections=_head(),
    lines={
        "conditions": Lines(
            title="Condition",
            fields=(
                Field(name="named", label="Condition", type=Text(120), required=True),
                Field(name="people", label="People who have it in the year", type=Amount(), required=True),
                Field(name="share", label="Share of them treated with the substance, per cent", type=Percent(),
                      required=True),
                Field(name="dose", label="Milligrams a day, pure substance", type=Amount(), required=True),
                Field(name="days", label="Days of treatment", type=Amount(), required=True),
            ),
        )
    },
)  # fmt: skip
SERVED = Sheet(
    name="worksheet from services",
    sections=_head(),
    lines={
        "services": Lines(
            title="Kind of facility",
            fields=(
                Field(name="named", label="Kind of facility", type=Text(120), required=True),
                Field(name="facilities", label="How many there are", type=Amount(), required=True),
                Field(name="patients", label="Patients treated with it at one, in a year", type=Amount(),
                      required=True, help="As counted at a sample that is run as it should be"),
                Field(name="given", label="Milligrams that one patient is given, pure substance", type=Amount(),
                      required=True),
            ),
        )
    },
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method of estimating: what it is good for, its formula, its worksheet and its result."""

    title: str
    about: str
    formula: str
    sheet: Sheet
    result: Callable[[Mapping[str, Any]], Decimal]
    sources: tuple[str, ...]

    def read(self, raw: Mapping[str, Any]) -> Reading:
        """What was entered, with a fault where there is no line; lines that cannot be read are faults of their own."""
        reading, entered = self.sheet.read(raw, strict=True), self.sheet.nested(raw)
        none = [
            Fault(f"{kind}-0-{lines.fields[0].name}", "no_lines", "Fill in at least one line.")
            for kind, lines in self.sheet.lines.items()
            if not entered[kind]
        ]
        return replace(reading, faults=(*reading.faults, *none))


def _of_consumption(values: Mapping[str, Any]) -> Decimal:
    used = [UsedYear(one["kilograms"], one["months"] or NOTHING) for one in values["used"]]
    return from_consumption(used, values["growth"] or NOTHING, values["margin"] or NOTHING)


def _of_morbidity(values: Mapping[str, Any]) -> Decimal:
    found = [Condition(one["people"], one["share"], one["dose"], one["days"]) for one in values["conditions"]]
    return from_morbidity(found, values["margin"] or NOTHING)


def _of_services(values: Mapping[str, Any]) -> Decimal:
    found = [Service(one["facilities"], one["patients"], one["given"]) for one in values["services"]]
    return from_services(found, values["margin"] or NOTHING)


METHODS: Mapping[str, Method] = {
    "consumption": Method(
        title="From past consumption",
        about="Where services are settled, stocks do not run out, and the records of past use are good.",
        formula="need = mean of (consumed in a year * 12 / months with stock) * (1 + change) * (1 + margin)",
        sheet=USED,
        result=_of_consumption,
        sources=(f"{GUIDE}, consumption-based method; formula from general knowledge",),
    ),
    "morbidity": Method(
        title="From illness",
        about="Where past use says little, since many who need treatment do not get it.",
        formula="need = sum over conditions of (people * share treated * milligrams a day * days) * (1 + margin)",
        sheet=ILL,
        result=_of_morbidity,
        sources=(
            f"{GUIDE}, morbidity-based method; formula from general knowledge",
            PALLIATIVE,
        ),
    ),
    "services": Method(
        title="From services",
        about="Where few facilities use the substance, and each is known: count them and what they give.",
        formula="need = sum over kinds of facility of (facilities * patients at one * milligrams each) * (1 + margin)",
        sheet=SERVED,
        result=_of_services,
        sources=(f"{GUIDE}, service-based method; formula from general knowledge",),
    ),
}
