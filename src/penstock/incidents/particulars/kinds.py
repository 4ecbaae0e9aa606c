"""Field types of incidents alone: coordinates, an air waybill, and counted units."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from penstock.catalogue.fields import Unit
from penstock.kernel.forms.types import FieldType, Invalid, Number

COUNTED = {
    "tablets": "tablets",
    "capsules": "capsules",
    "ampoules": "ampoules",
    "blotters": "blotters",
    "plants": "plants",
    "pieces": "pieces",
    "doses": "doses",
    "bottles": "bottles",
    "packages": "packages",
}
"""Units that are counted; they become neither mass nor volume."""


class Degrees(Number):
    """Degrees north or east, in decimals (WGS 84)."""

    def __init__(self, most: int) -> None:
        """Accept from `-most` to `most`."""
        super().__init__()
        self.most = Decimal(most)

    def parse(self, raw: object) -> Decimal | None:
        """The degrees; Invalid beyond the range."""
        value = super().parse(raw)
        if value is not None and abs(value) > self.most:
            text = "Degrees lie between -{most} and {most}; {given} was entered."
            raise Invalid("degrees", text, most=self.most, given=value)
        return value


class AirWaybill(FieldType):
    """The number of an air waybill: three digits of the airline, seven of the bill, and their remainder by seven."""

    longest = 20

    def parse(self, raw: object) -> str | None:
        """The number as 000-00000000; Invalid when it is misshapen or its check digit is wrong."""
        text = re.sub(r"[\s-]", "", self.clean(raw))
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{11}", text):
            raise Invalid("waybill_format", "'{given}' is no air waybill, such as 020-12345675.", given=text)
        if int(text[3:10]) % 7 != int(text[10]):
            raise Invalid("waybill_check_digit", "The check digit of air waybill {given} is wrong.", given=text)
        return f"{text[:3]}-{text[3:]}"

    def schema(self) -> dict[str, Any]:
        """Three digits and eight."""
        return {"type": "string", "pattern": "^[0-9]{3}-[0-9]{8}$"}


class CountedUnit(Unit):
    """A unit of mass or volume, or one that is counted."""

    def parse(self, raw: object) -> str | None:
        """The unit's symbol or its word."""
        text = self.clean(raw).casefold()
        return text if text in COUNTED else super().parse(raw)

    def choices(self) -> Sequence[tuple[str, str]]:
        """Mass and volume first."""
        return (*super().choices(), *COUNTED.items())

    def schema(self) -> dict[str, Any]:
        """One of them."""
        return {"type": "string", "enum": [code for code, _label in self.choices()]}
