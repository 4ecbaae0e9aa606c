"""Which profile binds which notice, and what it then asks for, said with the profile and its basis."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from penstock.notices.fields import SHIPMENT
from penstock.notices.profiles.asking import form_for, offered_for, profiles_for
from penstock.notices.profiles.profile import Profile, profiles
from penstock.notices.shipments.checks import ShipmentChecker
from tests.profiles.test_particulars import GOOD

NATIONAL = {"mcrn": "NL", "canada": "CA", "us-486": "US", "australia": "AU"}


def names(found: Any) -> list[str]:
    return [one.id for one in found]


def missing(raw: dict[str, Any]) -> set[str]:
    return {one.field for one in form_for(raw).read(raw, strict=True).faults if one.code.startswith("missing")}


def test_every_profile_names_fields_of_a_shipment_and_its_source():
    known = {one.name for one in SHIPMENT.fields}
    for one in profiles().values():
        assert {name for row in one.rows for name in row.fields} <= known
        assert one.source
        assert one.basis
        assert all(one.demanded().values()), "each demand has a basis"


def test_the_binding_notification_keeps_its_order_numbers():
    boxes = [row.box for row in profiles()["mcrn"].rows if row.box]
    assert boxes == [str(number) for number in range(1, 32)]


def test_a_notice_is_asked_for_the_treatys_minimum_and_no_more():
    assert names(profiles_for(GOOD)) == ["treaty"]
    assert missing({}) == {one.name for one in SHIPMENT.fields if one.required}


def test_a_voluntary_notice_is_asked_for_less():
    light = {"track": "voluntary"}
    assert names(profiles_for(light)) == ["light"]
    assert missing(light) < missing({})


@pytest.mark.parametrize(("profile", "country"), NATIONAL.items())
def test_a_national_form_is_offered_to_its_country_and_asks_once_it_is_chosen(profile: str, country: str):
    raw = GOOD | {"exporter_country": country}
    assert names(offered_for(raw)) == [profile]
    assert missing(raw) == set()
    chosen = raw | {"national_form": profile}
    assert names(profiles_for(chosen)) == ["treaty", profile]
    asked = profiles()[profile].demanded().keys()
    assert missing(chosen) == {name for name in asked if not raw.get(name)} != set()


def test_a_missing_answer_says_which_profile_asks_for_it_and_on_what_basis():
    raw = GOOD | {"national_form": "Canada, export permit"}
    fault = next(one for one in form_for(raw).read(raw, strict=True).faults if one.field == "business_number")
    assert "Canada, export permit" in fault.message
    assert "SOR/2002-359" in fault.message


def test_files_are_judged_by_the_same_profiles(today: Any):
    checked = ShipmentChecker(on=today).check(2, GOOD | {"exporter_country": "AU", "national_form": "australia"})
    assert {one.field for one in checked.faults} == missing(GOOD | {"national_form": "australia"})


def test_a_profile_may_bind_by_destination():
    one = profiles()["australia"].model_copy(update={"strength": "demands"})
    bound = one.model_copy(update={"applies": one.applies.model_copy(update={"exporting": (), "importing": ("CL",)})})
    assert bound.speaks_to("AU", "CL", "statutory")
    assert not bound.speaks_to("AU", "NZ", "statutory")


@pytest.mark.parametrize(
    ("place", "word", "value"),
    [("", "colour", "red"), ("", "verified", None), ("row", "required", ["no_such"]), ("row", "fields", [])],
)
def test_a_profile_that_is_not_as_its_schema_says_is_refused(place: str, word: str, value: Any):
    file = Path(__file__).parents[2] / "src/penstock/notices/profiles/light.yaml"
    raw = yaml.safe_load(file.read_text("utf-8"))
    assert Profile.model_validate(raw).id == "light"
    part = raw["parts"][1]["rows"][0] if place else raw
    if value is None:
        del part[word]
    else:
        part[word] = value
    with pytest.raises(ValidationError):
        Profile.model_validate(raw)


def test_the_schema_is_json():
    schema = Profile.model_json_schema()
    assert json.loads(json.dumps(schema))["additionalProperties"] is False
