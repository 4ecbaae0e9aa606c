"""Countries, ports, units, HS codes and calendars."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.catalogue.calendars import working_calendar
from penstock.catalogue.countries import countries, country, country_name
from penstock.catalogue.hs import is_hs_code
from penstock.catalogue.ports import is_known_port, port, ports
from penstock.catalogue.units import unit

NOTICES = Path(__file__).resolve().parents[3] / "shared" / "data" / "notices"


@pytest.mark.parametrize("code", ["QX", "ZZ", "EU", "UK", "AA", "", "D", "DEU", "🇩🇪"])
def test_a_code_that_is_not_assigned_is_no_country(code: str) -> None:
    assert country(code) is None


def test_user_assigned_codes_of_trade_are_marked() -> None:
    for code in ("XK", "XZ"):
        found = country(code)
        assert found is not None
        assert found.user_assigned


def test_every_country_can_be_drawn_and_named() -> None:
    assert {code for code, each in countries().items() if each.lat is None} <= {"XZ"}
    assert country_name("DE", "fr") == "Allemagne"
    assert country_name("XK", "fr") == "Kosovo"
    assert country_name("QX", "fr") is None


def test_every_port_of_the_table_is_a_known_code_near_its_country() -> None:
    assert len(ports()) > 200
    for each in ports().values():
        assert is_known_port(each.code, each.code[:2])
        assert -90 <= each.lat <= 90
        assert -180 <= each.lon <= 180


@pytest.mark.parametrize("code", ["ZZZZZ", "NLRT", "NLRT0", "QXABC", "nl-rtm", ""])
def test_a_code_of_no_place_is_unknown(code: str) -> None:
    assert not is_known_port(code)
    assert port(code) is None


def test_a_port_of_another_country_is_told() -> None:
    assert is_known_port("nlrtm", "NL")
    assert not is_known_port("NLRTM", "BE")


@pytest.mark.parametrize(
    ("text", "code", "kilograms_or_litres"),
    [
        ("KGM", "KGM", 2),
        ("t", "TNE", 2000),
        ("Lbs.", "LBR", "0.90718474"),
        ("M3", "MTQ", 2000),
        (" mL ", "MLT", "0.002"),
        ("gal", "GLL", "7.570823568"),
    ],
)
def test_a_unit_is_read_with_an_exact_factor(text: str, code: str, kilograms_or_litres: int | str) -> None:
    found = unit(text)
    assert found is not None
    assert found.code == code
    assert found.to_base(Decimal(2)) == Decimal(kilograms_or_litres)


def test_mass_and_volume_have_no_base_in_common() -> None:
    kilogram, litre = unit("kg"), unit("l")
    assert kilogram is not None
    assert litre is not None
    assert kilogram.base != litre.base


@given(st.text(max_size=12))
def test_no_text_breaks_a_reader(text: str) -> None:
    for reader in (unit, country, port, is_known_port, is_hs_code):
        reader(text)


def test_the_shape_of_an_hs_code() -> None:
    assert is_hs_code("2915.24")
    assert is_hs_code("29152400")
    for bad in ("2915", "291", "7702.30", "9802.30", "0002.30", "29152", "29.15.24x"):
        assert not is_hs_code(bad)


def test_a_calendar_knows_weekends_and_holidays_of_the_country() -> None:
    assert not working_calendar("FR").is_working_day(date(2026, 7, 14))
    assert working_calendar("DE").is_working_day(date(2026, 7, 14))
    assert not working_calendar("SA").is_working_day(date(2026, 11, 20))
    assert working_calendar("FR").is_working_day(date(2026, 11, 20))
    assert working_calendar("XZ").is_working_day(date(2026, 11, 20))


def test_the_planted_faults_of_the_shipments_and_no_others() -> None:
    if not NOTICES.is_dir():
        pytest.skip("the shared shipments are not beside the project")
    with (NOTICES / "planned_shipments_truth.csv").open(encoding="utf-8") as truth_file:
        truth = [row["fault"] for row in csv.DictReader(truth_file)]
    with (NOTICES / "planned_shipments.csv").open(encoding="utf-8") as lines_file:
        lines = list(csv.DictReader(lines_file))
    for planted, line in zip(truth, lines, strict=True):
        codes = (line["exporter_country"], line["importer_country"], *line["transit_countries"].split())
        faults = {
            "unknown_country": not all(map(country, codes)),
            "unknown_unit": unit(line["unit"]) is None,
            "unknown_port": not all(map(is_known_port, (line["port_of_exit"], line["point_of_entry"]))),
        }
        assert {name for name, found in faults.items() if found} == {planted} & set(faults)
