"""The Tables answer for any day, past or future."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.catalogue.law.book import holds, shipped_book
from penstock.catalogue.substances import CONVENTION, list_of, listed_on, substance, substances, tabled
from penstock.engines.recognition.cas import is_cas

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("id_", "on", "table"),
    [
        ("acetic-anhydride", date(1999, 5, 1), "UN Table II"),
        ("acetic-anhydride", date(2010, 5, 1), "UN Table I"),
        ("phenylacetic-acid", date(2011, 1, 16), "UN Table II"),
        ("phenylacetic-acid", date(2011, 1, 17), "UN Table I"),
        ("4-piperidone", date(2024, 12, 2), None),
        ("4-piperidone", date(2024, 12, 3), "UN Table I"),
        ("pmk-glycidic-acid-methyl-ester", date(2020, 1, 1), "UN Table I"),
        ("pmk-glycidic-acid-ethyl-ester", date(2020, 1, 1), None),
        ("toluene", date(2090, 1, 1), "UN Table II"),
        ("ephedrine", date(1980, 1, 1), None),
    ],
)
def test_a_substance_stands_on_the_table_of_that_day(id_: str, on: date, table: str | None) -> None:
    assert list_of(id_, on) == table


def test_the_tables_of_today_hold_the_known_number_of_entries() -> None:
    tables = [list_of(each.id, TODAY) for each in listed_on(TODAY)]
    assert (tables.count("UN Table I"), tables.count("UN Table II")) == (43, 8)


@given(st.dates(date(1980, 1, 1), date(2100, 1, 1)))
def test_nobody_stands_on_two_tables_at_once(day: date) -> None:
    for each in tabled():
        assert sum(holds(entry, day) for entry in shipped_book().history_of(each.id, CONVENTION)) <= 1


def test_the_enumerated_esters_are_all_there_and_distinct() -> None:
    for acid in ("pmk-glycidic-acid", "bmk-glycidic-acid"):
        esters = [each for each in tabled() if each.id.startswith(f"{acid}-")]
        assert len(esters) == 8
        assert len({each.inchikey for each in esters}) == 8


def test_salts_of_the_two_mineral_acids_are_outside() -> None:
    assert not substance("hydrochloric-acid").salts
    assert not substance("sulphuric-acid").salts
    assert substance("ephedrine").salts


def test_no_number_means_two_substances() -> None:
    numbers = [each.cas for each in substances() if each.cas]
    numbers += [number for each in substances() for number, _ in each.numbers]
    assert all(map(is_cas, numbers))
    assert len(numbers) == len(set(numbers))


def test_an_unknown_id_is_an_error() -> None:
    with pytest.raises(KeyError):
        list_of("sugar", TODAY)
