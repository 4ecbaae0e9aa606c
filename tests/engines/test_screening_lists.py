"""Published lists read into entries: what each holds is kept, and what cannot be read is named with its place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.engines.matching.screening.loading.followthemoney import read_followthemoney
from penstock.engines.matching.screening.loading.national import read_national
from penstock.engines.matching.screening.loading.ofac import read_ofac
from penstock.engines.matching.screening.loading.reading import date_of
from penstock.engines.matching.screening.loading.un import read_un
from penstock.engines.matching.screening.parties import Identifier, Kind, country

REMARKS = (
    "DOB 03 Feb 1960; alt. DOB 1961; POB Vzorov; nationality Iran; Passport X1234567 (Iran) expires 23 Sep 2026;"
    " Tax ID No. 998877 (Iran); a.k.a. 'THE EXAMPLE'."
)
SHIP = "Vessel Registration Identification IMO 7406784."
SDN = [
    f'1,"VOLKOV, Testimir","individual","TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{REMARKS}"\n',
    '2,"POLDER SOLVENTS BV",-0- ,"TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n',
    f'3,"EXAMPLE STAR","vessel","TEST",-0- ,-0- ,"Tug",-0- ,"212","Cuba",-0- ,"{SHIP}"\n',
    "4,broken\n",
    '5,"",-0- ,"TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n',
    "\x1a",
]


def test_the_list_of_the_united_states():
    names = ['1,11,"aka","WOLF, Testimir",-0- \n', '99,12,"aka","NOBODY",-0- \n', "\x1a"]
    addresses = ['2,21,"3 Sample Street","Vzorov","Netherlands",-0- \n']
    read = read_ofac(SDN, names, addresses)
    person, firm, ship = read.entries
    assert person.names == ("VOLKOV, Testimir",)
    assert person.aliases == ("WOLF, Testimir", "THE EXAMPLE")
    assert (person.kind, firm.kind, ship.kind) == (Kind.PERSON, Kind.COMPANY, Kind.VESSEL)
    assert person.birth_dates == ("1960-02-03", "1961")
    assert person.countries == ("Iran",)
    assert person.identifiers == (Identifier("passport", "X1234567"), Identifier("tax", "998877"))
    assert ship.identifiers == (Identifier("imo", "7406784"),)
    assert firm.addresses == ("3 Sample Street Vzorov Netherlands",)
    assert [unread.place for unread in read.unread] == [4, 5, 0]
    assert "entry 99" in read.unread[-1].why


UN = """<?xml version="1.0"?><CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL>
<DATAID>7</DATAID><FIRST_NAME>TESTIMIR</FIRST_NAME><SECOND_NAME>VOLKOV</SECOND_NAME><THIRD_NAME>na</THIRD_NAME>
<REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER><NATIONALITY><VALUE>Peru</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Testimir Wolf</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1962</TO_YEAR>
</INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>X1234567</NUMBER>
</INDIVIDUAL_DOCUMENT><NAME_ORIGINAL_SCRIPT>Тестимир Волков</NAME_ORIGINAL_SCRIPT></INDIVIDUAL>
<INDIVIDUAL><DATAID>8</DATAID></INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY><DATAID>9</DATAID>
<FIRST_NAME>EXAMPLE FRONT</FIRST_NAME><ENTITY_ADDRESS><STREET>3 Sample Street</STREET><COUNTRY>Peru</COUNTRY>
</ENTITY_ADDRESS></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""


def test_the_list_of_the_security_council():
    read = read_un(UN.encode())
    person, firm = read.entries
    assert (person.id, person.names) == ("XXi.001", ("TESTIMIR VOLKOV",))
    assert person.aliases == ("Testimir Wolf", "Тестимир Волков")
    assert person.birth_dates == ("1960", "1961", "1962")
    assert person.identifiers == (Identifier("passport", "X1234567"),)
    assert (firm.kind, firm.countries, firm.addresses) == (Kind.COMPANY, ("Peru",), ("3 Sample Street Peru",))
    assert [(unread.place, unread.why) for unread in read.unread] == [(2, "record 8 without a name")]


@pytest.mark.parametrize(
    "content",
    [
        b"no xml",
        b"",
        b"<CONSOLIDATED_LIST/>",
        b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><CONSOLIDATED_LIST>&d;</CONSOLIDATED_LIST>',
    ],
)
def test_a_file_that_is_no_such_list_is_named_as_unread(content):
    read = read_un(content)
    assert not read.entries
    assert len(read.unread) == 1


def test_entities_of_followthemoney():
    told = {"name": ["Testimir Volkov", "T. Volkov"], "weakAlias": ["Wolf"], "nationality": ["ru"], "imoNumber": "12"}
    lines = [
        json.dumps({"id": "a", "schema": "Person", "properties": told}),
        json.dumps({"id": "b", "schema": "Sanction", "properties": {"name": ["x"]}}),
        json.dumps({"id": "c", "schema": "Company", "properties": {}}),
        json.dumps(["no entity"]),
        "{broken",
        "",
    ]
    read = read_followthemoney(lines, "XX-FTM")
    [person] = read.entries
    assert person.all_names == ("Testimir Volkov", "T. Volkov", "Wolf")
    assert person.identifiers == (Identifier("imo", "12"),)
    assert [unread.place for unread in read.unread] == [2, 3, 4, 5]


def test_a_list_of_a_country():
    lines = [
        "ID,Name,aliases,kind,country,birth_date,identifiers\n",
        "1,Testimir Volkov,Wolf; T. Volkov,person,RU,1960-02-03,passport: X1234567; tax: 99\n",
        "2,Polder Solvents,,COMPANY,,,\n",
        "3,,,,,,\n",
        "1,Again,,,,,\n",
        "4,Wrong Kind,,robot,,,\n",
        "5,Wrong Date,,,,32 May,\n",
        "6,Wrong Number,,,,,12345\n",
        "7,Too Many,,,,,,,\n",
    ]
    read = read_national(lines, "XX-NATIONAL")
    person, firm = read.entries
    assert person.aliases == ("Wolf", "T. Volkov")
    assert person.identifiers == (Identifier("passport", "X1234567"), Identifier("tax", "99"))
    assert firm.kind == Kind.COMPANY
    assert [unread.place for unread in read.unread] == [4, 5, 6, 7, 8, 9]
    named = ("name", "id", "kind", "birth_date", "identifiers", "cells")
    assert all(word in unread.why for word, unread in zip(named, read.unread, strict=True))


def test_a_head_without_the_needed_columns_and_one_with_others():
    assert read_national(["title\n", "x\n"], "XX").unread[0].why == "the head names no column id and no column name"
    assert not read_national([], "XX").entries
    read = read_national(["id,name,shoe size\n", "1,Testimir Volkov,44\n"], "XX")
    assert len(read.entries) == 1
    assert "shoe size" in read.unread[0].why


@given(st.lists(st.text(max_size=30), max_size=8))
def test_no_line_is_lost_and_none_breaks_a_reader(lines):
    read = read_followthemoney(lines, "XX")
    assert len(read.entries) + len(read.unread) == sum(bool(line.strip()) for line in lines)
    one_line = [line.replace("\r", " ").replace("\n", " ").replace('"', "") + "\n" for line in lines]
    told = [line for line in one_line if line.strip(" \n\t") and line.strip() != "\x1a"]
    read = read_ofac(told)
    assert len(read.unread) <= len(told)
    assert not read.entries


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("1960", "1960"),
        ("circa 1960", "1960"),
        ("1960-02", "1960-02"),
        ("1960-02-03", "1960-02-03"),
        ("03 Feb 1960", "1960-02-03"),
        ("FEB 1960", "1960-02"),
        ("03/02/1960", "1960-02-03"),
        ("1960-13-03", ""),
        ("long ago", ""),
    ],
)
def test_dates_as_lists_write_them(written, date):
    assert date_of(written) == date


@pytest.mark.parametrize(
    ("written", "code"),
    [("Peru", "PE"), ("pe", "PE"), ("Russia", "RU"), ("Côte d'Ivoire", "CI"), ("Atlantis", "atlantis")],
)
def test_countries_as_lists_write_them(written, code):
    assert country(written) == code
