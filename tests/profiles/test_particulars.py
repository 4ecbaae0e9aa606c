"""Every particular of a shipment is read strictly, and the rules between them name both fields."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.forms.types import FieldType, Invalid
from penstock.notices.fields import SHIPMENT
from penstock.notices.particulars.kinds import Container, MixturePart, Percent

GOOD: dict[str, Any] = {
    "reference": "EX-1",
    "exporter_name": "Polder Solvents",
    "exporter_country": "NL",
    "importer_name": "Quimicos del Valle",
    "importer_country": "CL",
    "goods_description": "Acetone",
    "quantity": "100",
    "unit": "kg",
    "dispatch_on": "2027-03-01",
}


def faults(**changes: Any) -> dict[str, str]:
    """The codes of the faults of a shipment that has none but for the changes, by field."""
    return {one.field: one.code for one in SHIPMENT.read(GOOD | changes, strict=True).faults}


def told(field: str, **changes: Any) -> str:
    """What is said of a field."""
    return next(one.message for one in SHIPMENT.read(GOOD | changes, strict=True).faults if one.field == field)


def test_a_shipment_without_the_particulars_is_as_good_as_before():
    assert faults() == {}


@pytest.mark.parametrize(
    ("changes", "field", "code", "names"),
    [
        ({"arrival_on": "2027-02-28"}, "arrival_on", "arrival_before_dispatch", ("arrival", "dispatch")),
        (
            {"export_permit": "1", "export_permit_until": "2027-02-28"},
            "export_permit_until",
            "permit_ends_before_dispatch",
            ("export permit", "dispatch"),
        ),
        (
            {"import_permit": "1", "import_permit_until": "2027-02-28"},
            "import_permit_until",
            "permit_ends_before_dispatch",
            ("import permit", "dispatch"),
        ),
        ({"reply_wanted_on": "2027-03-01"}, "reply_wanted_on", "reply_after_dispatch", ("reply", "dispatch")),
        ({"import_permit_until": "2027-04-01"}, "import_permit", "permit_without_number", ("ends on", "number")),
        ({"gross_quantity": "99.9"}, "gross_quantity", "gross_below_net", ("gross", "net")),
        ({"mixture_parts": "acetone: 60; toluene: 40.5"}, "mixture_parts", "more_than_a_whole", ("100.5", "100")),
        ({"mixture_parts": "acetone: 60", "goods_form": "salt"}, "goods_form", "parts_without_mixture", ("Parts",)),
        ({"lawful_there": "no"}, "lawful_there", "statement_denied", ("denies",)),
    ],
)
def test_answers_that_do_not_go_together_are_faults(changes: Any, field: str, code: str, names: tuple[str, ...]):
    assert faults(**changes) == {field: code}
    assert all(name in told(field, **changes) for name in names)


@pytest.mark.parametrize(
    "changes",
    [
        {"arrival_on": "2027-03-01"},
        {"export_permit": "1", "export_permit_until": "2027-03-01"},
        {"reply_wanted_on": "2027-02-28"},
        {"gross_quantity": "100"},
        {"mixture_parts": "acetone: 60; toluene: 40"},
        {"lawful_there": "yes", "consents_to_disclosure": "Yes"},
    ],
)
def test_answers_at_the_border_are_none(changes: Any):
    assert faults(**changes) == {}


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        (Percent(), "100.1", "not_a_share"),
        (Percent(), "-1", "not_a_share"),
        (Percent(), "half", "not_a_number"),
        (MixturePart(), "acetone", "mixture_part"),
        (MixturePart(), "acetone: %", "mixture_part"),
        (MixturePart(), ": 30", "mixture_part"),
        (MixturePart(), "acetone: 130", "not_a_share"),
        (Container(), "CSQU305438", "container_format"),
        (Container(), "CSQU3054384", "container_check_digit"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(kind: FieldType, raw: str, code: str):
    with pytest.raises(Invalid) as wrong:
        kind.parse(raw)
    assert wrong.value.code == code
    assert wrong.value.at("field").message


def test_what_people_write_is_understood():
    assert Percent().keep(Percent().parse("98.50 %")) == "98.5"
    assert MixturePart().parse(" acetone : 30 % ") == "acetone: 30"
    assert Container().parse("csqu 305438-3") == "CSQU3054383"


@given(letters=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3), number=st.integers(0, 999_999))
def test_one_wrong_digit_of_a_container_never_passes_unseen(letters: str, number: int):
    accepted = [digit for digit in range(10) if _reads(f"{letters}U{number:06}{digit}")]
    assert len(accepted) == 1
    changed = [f"{letters}U{(number + 10**place) % 10**6:06}{accepted[0]}" for place in range(6)]
    # Remainders 10 and 0 share the digit 0, which ISO 6346 allows; any other change of one digit is caught.
    assert not any(_reads(one) for one in changed) or accepted[0] == 0


def _reads(number: str) -> bool:
    try:
        return Container().parse(number) == number
    except Invalid:
        return False
