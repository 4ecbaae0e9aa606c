"""The conditions of an answer: kept with the notice, and held against what is released."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from penstock.catalogue.units import unit
from penstock.kernel.clock import today
from penstock.kernel.viewer import Fault
from penstock.notices.fields import CONDITIONS, SHIPMENT
from penstock.notices.models import Notice


def faults_of(notice: Notice, values: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with conditions for this notice: a ceiling by volume says nothing of goods by mass."""
    ceiling, goods = unit(values["ceiling_unit"] or ""), unit(notice.unit)
    if ceiling and goods and ceiling.dimension != goods.dimension:
        text = "The notice counts in {unit}, and a ceiling in {given} cannot be compared with it: use a like unit."
        return [Fault("ceiling_unit", "other_dimension", text, {"unit": goods.symbol, "given": ceiling.symbol})]
    return []


def reason_against_release(notice: Notice) -> str | None:
    """Why the conditions of the answer forbid the release now: too much, or too late; None where they do not."""
    terms = notice.terms
    if _is_too_much(notice):
        most, asked = _amount(terms["ceiling"], terms["ceiling_unit"]), _amount(notice.quantity, notice.unit)
        text = _("The importing side allows at most {most}, and the notice says {asked}. Amend the quantity.")
        return text.format(most=most, asked=asked)
    if terms.get("valid_until") and date.fromisoformat(terms["valid_until"]) < today():
        text = _("The importing side allowed it until {day}, and that has passed. Ask it anew by an amendment.")
        return text.format(day=terms["valid_until"])
    return None


def _is_too_much(notice: Notice) -> bool:
    ceiling, counted = unit(notice.terms.get("ceiling_unit") or ""), unit(notice.unit)
    if not ceiling or not counted or notice.quantity is None:
        return False
    if ceiling.dimension != counted.dimension:
        return True  # an amendment changed the unit since; what cannot be compared is not within the ceiling
    return counted.to_base(notice.quantity) > ceiling.to_base(Decimal(notice.terms["ceiling"]))


def _amount(quantity: Any, symbol: str) -> str:
    return f"{SHIPMENT.field('quantity').type.show(Decimal(quantity))} {symbol}"


def sentence_of(terms: Mapping[str, Any]) -> str:
    """The conditions in one line, for the record and for people."""
    said = []
    if terms.get("ceiling"):
        said.append(f"at most {_amount(terms['ceiling'], terms['ceiling_unit'])}")
    if terms.get("valid_until"):
        said.append(f"until {terms['valid_until']}")
    if terms.get("import_permit"):
        said.append(f"under import permit {terms['import_permit']}")
    if terms.get("conditions"):
        said.append(f"on condition: {terms['conditions']}")
    return "; ".join(said)


def kept_terms(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What of an answer is kept with the notice: its conditions, without what is empty."""
    return {one.name: kept[one.name] for one in CONDITIONS.fields if kept.get(one.name)}
