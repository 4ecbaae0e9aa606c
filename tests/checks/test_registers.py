"""The registers: one row by form, whole files with all their faults at once, and who may keep what."""

import pytest

from penstock.cases.registers import queries
from penstock.cases.registers import services as registers
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible, Refused
from penstock.parties.companies.models import Company
from tests.checks.house import a_company, a_licence, a_requirement, a_screening_list

COMPANIES = """company_number,name,other_names,kind,standing
C-1,Example Works Ltd,Example Chemicals; Example Lab,manufacturer,good
C-2,Muster GmbH,,distributor,watched
"""
LICENCES = """company_number;kind;number;substances;from_on;until_on;state
C-1;licence;L-1;"acetone; toluene";2026-01-01;2027-01-01;valid
"""


def load(by, kind, text):
    with acting(by.viewer) as viewer:
        return registers.import_file(viewer=viewer, kind=kind, chunks=[text.encode()])


def test_a_file_of_companies_then_one_of_licences(cast):
    assert load(cast.importer_officer, "companies", COMPANIES) == 2
    assert load(cast.importer_officer, "licences", LICENCES) == 1
    with acting(cast.importer_second.viewer) as viewer:
        first = queries.companies(viewer)[0]
        assert (first.name, first.other_names) == ("Example Works Ltd", ["Example Chemicals", "Example Lab"])
        assert first.licences.get().substances == ["acetone", "toluene"]


def test_loading_a_file_again_corrects_and_adds_nothing_twice(cast):
    load(cast.importer_officer, "companies", COMPANIES)
    load(cast.importer_officer, "companies", COMPANIES.replace("Muster GmbH", "Muster AG"))
    with acting(cast.importer_officer.viewer) as viewer:
        assert [one.name for one in queries.companies(viewer)] == ["Example Works Ltd", "Muster AG"]


def test_every_fault_of_a_file_is_named_with_its_line_and_nothing_is_kept(cast):
    faulty = COMPANIES.replace("manufacturer", "sorcerer") + "C-3,,,user,good\n"
    with pytest.raises(Refused) as refusal:
        load(cast.importer_officer, "companies", faulty)
    said = [one.message for one in refusal.value.faults]
    assert [one[:7] for one in said] == ["Line 2,", "Line 4,"]
    assert "sorcerer" in said[0]
    with acting(cast.importer_officer.viewer) as viewer:
        assert not queries.companies(viewer)


@pytest.mark.parametrize("text", ["", "name\n", "\x00\x01", "company_number,name,kind,standing\n"])
def test_what_is_no_such_file_is_refused_in_words(cast, text):
    with pytest.raises(Refused):
        load(cast.importer_officer, "companies", text)


def test_a_licence_of_an_unknown_company_takes_the_whole_file_back(cast):
    with pytest.raises(Refused, match="1 field"):
        load(cast.importer_officer, "licences", LICENCES)


def test_nobody_keeps_the_companies_of_another_country(cast):
    company = a_company(cast.importer_officer)
    with pytest.raises(NotVisible):
        a_licence(cast.exporter_officer, company)
    with pytest.raises(Refused):
        a_company(cast.secretariat_officer)
    with pytest.raises(Refused):
        a_company(cast.clerk)
    with acting(cast.secretariat_officer.viewer) as viewer:
        assert not Company.objects.visible_to(viewer).exists()


def test_requirements_are_stated_by_the_country_or_the_secretariat_and_replaced(cast):
    a_requirement(cast.importer_officer, year="2026")
    a_requirement(cast.secretariat_officer, year="2026", kilograms="25000")
    with pytest.raises(Refused):
        a_requirement(cast.exporter_officer)
    with acting(cast.third_officer.viewer) as viewer:
        stated = queries.requirements_for(viewer, "CL", ["acetone"], 2027)["acetone"]
    assert [one.kilograms for one in stated] == [25000]


def test_a_newer_list_of_the_same_title_takes_the_place_of_the_older(cast):
    a_screening_list(cast.importer_officer, "One Name")
    a_screening_list(cast.importer_officer, "Another Name")
    with acting(cast.importer_officer.viewer) as viewer:
        assert [one.names for one in queries.screening_lists(viewer)] == [1]
        assert [hit.entry.name for hit in queries.screened(viewer, ["Another Name", "One Name"])] == ["Another Name"]
    with acting(cast.exporter_officer.viewer) as viewer:
        assert not queries.screening_lists(viewer)


def test_what_was_loaded_is_on_the_record_without_its_content(cast):
    a_screening_list(cast.importer_officer, "zqlistedqz")
    with acting(cast.importer_officer.viewer) as viewer:
        told = Event.objects.visible_to(viewer).get(name="register.list_loaded").data
    assert told["names"] == 1
    assert "zqlistedqz" not in str(told)
