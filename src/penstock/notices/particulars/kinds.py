"""Field types of shipments alone: a share in per cent, a part of a mixture, and the number of a container."""

import re
from decimal import Decimal
from typing import Any

from penstock.kernel.forms.types import FieldType, Invalid, Number, Text

WHOLE = Decimal(100)
_VALUES = {
    letter: value
    for value, letter in zip((n for n in range(10, 39) if n % 11), "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=True)
}
CONTAINER = r"[A-Z]{3}[UJZ][0-9]{7}"


class Percent(Number):
    """A share between nothing and the whole, in per cent."""

    def parse(self, raw: object) -> Decimal | None:
        """The share; a trailing per cent sign is dropped; Invalid below 0 and above 100."""
        value = super().parse(self.clean(raw).removesuffix("%"))
        if value is not None and not 0 <= value <= WHOLE:
            raise Invalid("not_a_share", "A share lies between 0 and 100 per cent; {given} was entered.", given=value)
        return value

    def show(self, value: Decimal | None) -> str:
        """The share with its sign."""
        return "" if value is None else f"{value:f} %"


class MixturePart(Text):
    """A substance of a mixture with its share, written `name: per cent`."""

    def parse(self, raw: object) -> str | None:
        """The part as it is written, spaces put right; Invalid without a name or a share from 0 to 100."""
        text = self.clean(raw)
        if not text:
            return None
        name, colon, share = text.rpartition(":")
        part = Percent().parse(share) if colon else None
        if not name.strip() or part is None:
            raise Invalid("mixture_part", "Write a part with its share, like acetone: 30, not '{given}'.", given=text)
        if ";" in name:
            raise Invalid("mixture_part", "The name of a part holds no semicolon: '{given}'.", given=text)
        return f"{name.strip()}: {part:f}"

    def show(self, value: str | None) -> str:
        """The part with the sign of per cent."""
        return f"{value} %" if value else ""

    def schema(self) -> dict[str, Any]:
        """A name, a colon and a decimal."""
        return {"type": "string", "pattern": r"^[^;]+: [0-9]{1,3}(\.[0-9]{1,6})?$"}


def share_of(part: str) -> Decimal:
    """The per cent of a mixture's part as it is kept."""
    return Decimal(part.rpartition(":")[2].strip())


class Container(FieldType):
    """The number of a freight container (ISO 6346): owner, kind, serial number and check digit."""

    longest = 20

    def parse(self, raw: object) -> str | None:
        """The number in capitals without spaces; Invalid when it is misshapen or its check digit is wrong."""
        text = re.sub(r"[\s-]", "", self.clean(raw)).upper()
        if not text:
            return None
        if not re.fullmatch(CONTAINER, text):
            raise Invalid("container_format", "'{given}' is no container number, such as CSQU3054383.", given=text)
        if _check_digit(text) != int(text[-1]):
            raise Invalid("container_check_digit", "The check digit of container {given} is wrong.", given=text)
        return text

    def schema(self) -> dict[str, Any]:
        """Four letters and seven digits."""
        return {"type": "string", "pattern": f"^{CONTAINER}$"}


def _check_digit(number: str) -> int:
    values = [_VALUES[one] if one.isalpha() else int(one) for one in number[:10]]
    return sum(value << place for place, value in enumerate(values)) % 11 % 10
