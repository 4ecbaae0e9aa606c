"""What is taken along: CSV, and vCards read back by a reader that knows the standard and not the house."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.parties.directory import exports, queries
from penstock.parties.directory.models import Entry
from penstock.parties.models import Government, Organisation
from tests.cast import the_cast
from tests.directory import vcard
from tests.directory.house import AUTHORITY, an_entry

WORDS = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=120)
LINES = st.lists(WORDS, min_size=1, max_size=4).map("\n".join)


def made(**content):
    """An entry that no database knows."""
    government = Government(code="NL", name="Export, land; \\ and more")
    office = Organisation(kind="authority", name="The Office; of, it", government=government)
    name = content.get("name", "Jo")
    return Entry(
        kind="person", government=government, organisation=office, name=name, content=content, verified_on=today()
    )


def values(card, name):
    return [value for found, _parameters, value in card if found == name]


@given(name=WORDS, address=LINES, post=LINES)
def test_a_vcard_says_what_was_entered_whatever_that_is(name, address, post):
    (card,) = vcard.read(exports.as_vcards([made(name=name, address=address, post=post, email="a@b.example")]))
    assert values(card, "FN") == [name]
    assert values(card, "TITLE") == [post]
    assert values(card, "ADR") == [["", "", address, "", "", "", "Export, land; \\ and more"]]
    assert values(card, "ORG") == [["The Office; of, it"]]
    assert values(card, "EMAIL") == ["a@b.example"]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("\r\n", "\n"),
        ("VERSION:4.0", "VERSION:3.0"),
        ("FN:", "NOTE:"),
        ("\\;", "\\x"),
        ("END:VCARD\r\n", ""),
        ("\\,", ","),
    ],
)
def test_the_reader_is_strict(right, wrong):
    text = exports.as_vcards([made(name="Jo, Example", post="a, b; c", address="x; y")])
    assert right in text
    assert vcard.read(text)
    with pytest.raises(ValueError, match=r".+"):
        vcard.read(text.replace(right, wrong))


@pytest.mark.django_db
def test_the_directory_is_taken_along_as_cards_and_as_a_sheet():
    cast = the_cast()
    office = str(cast.exporter_officer.office.id)
    an_entry(cast.exporter_head, "authority", office=office, name_ar="هيئة التصدير")
    an_entry(cast.exporter_head)
    with acting(cast.importer_officer.viewer) as viewer:
        found = queries.entries(viewer)
        cards, sheet = vcard.read(exports.as_vcards(found)), exports.as_csv(found)
    assert [values(card, "KIND") for card in cards] == [["org"], ["individual"]]
    assert values(cards[0], "FN") == ["Exportland Authority", "هيئة التصدير"]
    assert values(cards[0], "LANG") == ["nl", "en"]
    assert values(cards[1], "ROLE") == ["Project Prism"]
    assert re.fullmatch(r"\d{8}T\d{6}Z", values(cards[0], "REV")[0])
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert [row["kind"] for row in rows] == ["authority", "focal point"]
    assert rows[0]["address"] == AUTHORITY["address"]
    assert rows[0]["phone"] == AUTHORITY["phone"]
    assert rows[0]["competences"] == "1988 notifications; 1988 licensing"
    with acting(cast.clerk.viewer) as viewer:
        assert [one.kind for one in queries.entries(viewer)] == ["authority"], "what is shown to companies"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|calc", "-cmd", "\t=1"])
def test_no_cell_is_a_formula(text):
    (row,) = csv.DictReader(io.StringIO(exports.as_csv([made(name=text)])))
    assert row["name"] == f"'{text}"
