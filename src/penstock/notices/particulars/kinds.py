"""Field types of shipments alone: a part of a mixture; a share and a container's number are the catalogue's."""

from decimal import Decimal
from typing import Any

from penstock.catalogue.fields import WHOLE, Container, Percent
from penstock.kernel.forms.types import Invalid, Text

__all__ = ["WHOLE", "Container", "MixturePart", "Percent", "share_of"]


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
