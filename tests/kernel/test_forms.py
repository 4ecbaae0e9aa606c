"""Every field type: what is kept is read back to the same, nothing crashes, and a draft loses nothing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.catalogue.fields import CasNumber, Country, HsCode, ListedSubstance, Place, Quantity, Unit
from penstock.kernel.forms.types import Choice, Day, FieldType, Invalid, Listed, Number, Paragraphs, Text
from penstock.notices.fields import SHIPMENT

TYPES = (
    Text(60),
    Paragraphs(2000),
    Choice({"a": "First", "b": "Second"}),
    Day(),
    Number(),
    Number(above=Decimal(0), whole=True),
    Listed(Country()),
    Country(),
    Place(),
    CasNumber(),
    HsCode(),
    ListedSubstance(),
    Quantity(),
    Unit(),
)
ANYTHING = st.one_of(
    st.none(),
    st.text(max_size=80),
    st.integers(),
    st.floats(),
    st.dates(),
    st.decimals(allow_nan=True),
    st.sampled_from(["nl", " CL ", "67-64-1", "acetone", "1 250.5", "KG", "2914.11", "NLRTM", "2026-02-30", "First"]),
    st.text(alphabet="0123456789.,-+eE \u202f\u0663\u06f3", max_size=30),
    st.text(alphabet="\u200f\u202e\u0600\u0627\u0628\u05ea\x00\x07\x7f", max_size=20),
)


def read(kind: FieldType, raw: object) -> object:
    """The value, or what is wrong."""
    try:
        return kind.parse(raw)
    except Invalid as wrong:
        return wrong


@pytest.mark.parametrize("kind", TYPES, ids=lambda one: type(one).__name__)
@settings(max_examples=150, deadline=None)
@given(raw=ANYTHING)
def test_what_is_kept_is_read_back_to_the_same(kind: FieldType, raw):
    value = read(kind, raw)
    if isinstance(value, Invalid):
        assert value.at("field").message, "every refusal can be said"
        return
    kept = kind.keep(value)
    assert kind.parse(kept) == value
    assert kind.keep(kind.parse(kept)) == kept
    assert isinstance(kind.show(value), str)
    if isinstance(value, Decimal | date):
        assert kind.parse(kind.show(value)) == value, "what is shown can be typed in again"


@settings(max_examples=100, deadline=None)
@given(raw=st.dictionaries(st.sampled_from([one.name for one in SHIPMENT.fields]), st.text(max_size=60)))
def test_a_draft_keeps_whatever_was_entered(raw):
    reading = SHIPMENT.read(raw, strict=False)
    wrong = {fault.field for fault in reading.faults}
    for name in wrong:
        assert reading.kept[name] == raw[name], "what cannot be read stands there as it was entered"
    assert set(reading.values) == set(reading.kept) == {one.name for one in SHIPMENT.fields}
    assert SHIPMENT.read(reading.kept, strict=False).kept == reading.kept


@given(raw=st.dictionaries(st.sampled_from([one.name for one in SHIPMENT.fields]), st.text(max_size=20)))
@settings(max_examples=50, deadline=None)
def test_the_strict_form_names_every_missing_answer_at_once(raw):
    faults = {fault.field for fault in SHIPMENT.read(raw, strict=True).faults}
    missing = {one.name for one in SHIPMENT.fields if one.required and not raw.get(one.name, "").strip()}
    assert missing <= faults


def test_the_same_content_has_no_changes():
    kept = SHIPMENT.read({"quantity": "1250.50", "unit": "kg"}, strict=False).kept
    assert not SHIPMENT.changes(kept, SHIPMENT.read(kept, strict=False).kept)


def test_a_change_is_told_with_both_its_values():
    old, new = ({"quantity": amount} for amount in ("1000", "2000"))
    assert [(one.field.name, one.old, one.new) for one in SHIPMENT.changes(old, new)] == [
        ("quantity", "1\u202f000", "2\u202f000")
    ]
