"""What of an incident is compared where no number is shared; nothing of a name, for all readers see it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from penstock.catalogue.units import unit
from penstock.engines.matching.letters import latin
from penstock.engines.matching.matters import Matter, amounts_of
from penstock.incidents.particulars.kinds import COUNTED

WITHIN = {"month": 31, "year": 366}
BASES = {"mass": "kg", "volume": "L"}
TRAITS = {
    "days": "Days",
    "substance": "Substance",
    "origin": "Origin",
    "departure": "Departure",
    "destination": "Destination",
    "transit": "Transit",
    "concealment": "Concealment",
    "modus operandi": "Modus operandi",
    "declared goods": "Goods as declared",
    "packaging and labels": "Packaging and labels",
    "carrier": "Carrier",
    "physical form": "Physical form",
    "means of transport": "Means of transport",
    "setting": "Setting",
    "country": "Country",
    "quantity": "Quantity",
}
"""What the traits of a likeness are called."""


def matter_of(content: Mapping[str, Any]) -> Matter | None:
    """A content as it is compared; None where the day is not known, for then nothing is near it."""
    try:
        day = date.fromisoformat(str(content.get("happened_on") or ""))
    except ValueError:
        return None
    lines = content.get("substances") or ()
    return Matter(
        day=day.toordinal(),
        within=WITHIN.get(str(content.get("known_to") or ""), 1),
        country=_text(content, "country"),
        lane=(
            _text(content, "origin_country"),
            _text(content, "departure_country"),
            _text(content, "destination_country"),
        ),
        transit=_all(content, "transit_country"),
        substances=frozenset(one["substance"] for one in lines if one.get("substance")),
        named=frozenset(_words(str(one["named"])) for one in lines if one.get("named")),
        natures=frozenset(one["nature"] for one in lines if one.get("nature")),
        mode=_text(content, "transport_mode"),
        setting=_text(content, "setting"),
        concealment=_all(content, "concealment"),
        modus=_all(content, "modus_operandi"),
        goods=_words(_text(content, "declared_goods")),
        carrier=_words(_text(content, "carrier")),
        look=_words(" ".join(str(one.get(name) or "") for one in lines for name in ("packaging", "labels"))),
        amounts=amounts_of(_amounts(content)),
    )


def _text(content: Mapping[str, Any], name: str) -> str:
    return str(content.get(name) or "")


def _all(content: Mapping[str, Any], name: str) -> frozenset[str]:
    answer = content.get(name) or ()
    return frozenset([answer] if isinstance(answer, str) else map(str, answer))


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", latin(text)))


def _amounts(content: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Amounts in kilograms, litres or what is counted."""
    for line in content.get("substances") or ():
        try:
            amount, symbol = Decimal(str(line.get("quantity") or 0)), str(line.get("unit") or "")
        except InvalidOperation:
            continue
        if amount <= 0 or not symbol:
            continue
        measured = unit(symbol) if symbol not in COUNTED else None
        if measured:
            yield BASES.get(measured.dimension, symbol), float(measured.to_base(amount))
        else:
            yield symbol, float(amount)
