"""What of a notice is compared and summed: its importer's key, its quantity in kilograms or litres, base content."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from penstock.catalogue.substances import substance
from penstock.catalogue.units import unit
from penstock.engines.matching.names import key_of, lookup_keys
from penstock.engines.recognition.judgement.masses import base_factor, counterparts
from penstock.engines.recognition.lines.text import fold, words_in
from penstock.kernel.clock import today
from penstock.notices.models import Notice

_HUNDRED = Decimal(100)


def keep_measures(notice: Notice, values: Mapping[str, Any]) -> None:
    """Put what checks compare into the columns beside a notice's content."""
    notice.importer_key = key_of(values["importer_name"] or "")
    known = unit(notice.unit) if notice.unit else None
    amount = known.to_base(notice.quantity) if known and notice.quantity is not None else None
    is_mass = known is not None and known.dimension == "mass"
    notice.kilograms = amount if is_mass else None
    notice.litres = None if is_mass else amount
    notice.base_kilograms = _base(notice, values) if notice.kilograms is not None else None


def _base(notice: Notice, values: Mapping[str, Any]) -> Decimal | None:
    """The mass of the pure substance; None where a salt is named whose share is not known, or there are several."""
    if len(notice.substances) != 1 or notice.kilograms is None:
        return None
    found = substance(notice.substances[0])
    factor: Decimal | None = Decimal(1)
    if "base" in found.salts:
        words = salt_words(" ".join([values["goods_description"] or "", _form_of(found.numbers, values["cas_number"])]))
        factor = base_factor(found.formula, words) if words else factor
    percent = values.get("concentration")
    if percent is not None and isinstance(percent, Decimal) and factor is not None:
        factor *= percent / _HUNDRED
    return None if factor is None else notice.kilograms * factor


def _form_of(numbers: tuple[tuple[str, str], ...], cas: str | None) -> str:
    """The salt that a CAS number means, as a word."""
    return next((form for number, form in numbers if number == cas), "")


def salt_words(text: str) -> tuple[str, ...]:
    """The words of a text that name a salt or hydrate, each once."""
    known = counterparts()
    return tuple(dict.fromkeys(word for word in words_in(fold(text).text) if word in known))


def keep_refusal(notice: Notice, reason: str) -> None:
    """Keep that an order was refused, so that a similar one elsewhere is noticed."""
    parties = (notice.content.get("importer_name"), notice.content.get("consignee_name"))
    notice.refused_for, notice.refused_on = reason, today()
    notice.refused_keys = sorted({key for name in parties if name for key in lookup_keys(name)})


def forget_refusal(notice: Notice) -> None:
    """A lifted objection is no refusal any more."""
    notice.refused_for, notice.refused_on, notice.refused_keys = "", None, []
