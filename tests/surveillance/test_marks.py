"""A leaked copy is traced to its reader, by each kind of mark alone; what the marks do not survive is shown too."""

import csv
import io
import itertools
import math
import random
import re
import shutil
import subprocess

import openpyxl
import pytest

from penstock.kernel.rowsecurity import acting
from penstock.surveillance.copies.reading import file_of, open_copy
from penstock.surveillance.marks.mark import hidden_codes, without_hidden
from penstock.surveillance.marks.orders import _approximate, _exact, chance
from penstock.surveillance.marks.scraps import text_of
from penstock.surveillance.marks.tracing import trace
from tests.surveillance.lists import CANARY, spread

pytestmark = pytest.mark.django_db


@pytest.fixture
def leak(cast):
    """Takes Fourthland's copy away as a file; Polder Solvents holds a copy of the same edition."""
    things = spread(cast)

    def taken(form):
        with acting(cast.fourth_officer.viewer) as viewer:
            return file_of(viewer=viewer, copy_id=things["fourth"].pk, form=form)

    return taken


@pytest.fixture
def traced(cast):
    """Asks whose copy a text is: reader, kinds of evidence, and how surely for each.

    Orders are drawn by lot, so now and then one is hinted at by chance; a hint accuses nobody and is left out.
    """

    def told(text):
        with acting(cast.third_officer.viewer) as viewer:
            found = [one for one in trace(viewer=viewer, text=text) if one.sureness != "hint"]
        return {one.kind: (one.person_name, one.sureness) for one in found}, {one.copy.holder.name for one in found}

    return told


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def retyped(rows, *columns):
    """What somebody types off a screen: no invisible character, no line that names the reader."""
    return "\n".join(" ".join(without_hidden(row[column]) for column in columns) for row in rows)


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_a_whole_file_is_traced_by_every_mark(leak, traced, form):
    kinds, holders = traced(text_of(leak(form)))
    assert kinds == dict.fromkeys(("hidden", "shown", "rows", "names"), ("Fourth Officer", "certain"))
    assert holders == {"Fourthland Authority"}


def test_without_the_visible_line_the_hidden_code_remains(leak, traced):
    rows = rows_of(leak("csv"))
    kinds, holders = traced(
        "\n".join(f"{row['name']}: {row['note']}" for row in sorted(rows, key=lambda one: one["name"]))
    )
    assert kinds == {"hidden": ("Fourth Officer", "certain")}
    assert holders == {"Fourthland Authority"}


def test_retyped_the_order_of_the_rows_remains(leak, traced):
    kinds, holders = traced(retyped(rows_of(leak("csv")), "name"))
    assert kinds == {"rows": ("Fourth Officer", "certain")}
    assert holders == {"Fourthland Authority"}


def test_retyped_and_sorted_the_order_of_other_names_remains(leak, traced):
    rows = sorted(rows_of(leak("csv")), key=lambda one: one["name"])
    kinds, _holders = traced(retyped(rows, "name", "other_names"))
    assert kinds == {"names": ("Fourth Officer", "certain")}


def test_retyped_with_slips_and_half_of_it_left_out_it_is_still_traced(leak, traced):
    rows = rows_of(leak("csv"))[::2]
    rows[0], rows[1] = rows[1], rows[0]
    kinds, holders = traced(retyped(rows, "name").upper().replace("-", " "))
    assert kinds["rows"][0] == "Fourth Officer"
    assert kinds["rows"][1] in {"certain", "likely"}
    assert holders == {"Fourthland Authority"}


def test_a_workbook_saved_by_another_program_keeps_its_marks(leak, traced):
    book = openpyxl.load_workbook(io.BytesIO(leak("xlsx")))
    del book["Conditions"]
    book.worksheets[0].delete_cols(12)
    book.properties.creator = book.properties.lastModifiedBy = book.properties.keywords = None
    book.worksheets[0].oddHeader.center.text = None
    content = io.BytesIO()
    book.save(content)
    kinds, _holders = traced(text_of(content.getvalue()))
    assert {"hidden", "rows", "names"} <= kinds.keys()
    assert "shown" not in kinds


def test_what_the_marks_do_not_survive(leak, traced):
    """Sorted, retyped, and without other names: nothing is left, and nobody is accused."""
    rows = sorted(rows_of(leak("csv")), key=lambda one: one["name"])
    assert traced(retyped(rows, "name")) == ({}, set())
    shuffled = random.Random(7).sample(rows, len(rows))  # noqa: S311  the same each time
    assert traced(retyped(shuffled, "name")) == ({}, set())
    assert traced("A short note about " + CANARY) == ({}, set())


def test_two_readers_of_one_organisation_have_different_marks(cast):
    things = spread(cast)
    seen = {}
    for reader, copy in ((cast.fourth_officer, things["fourth"]), (cast.clerk, things["clerk"])):
        with acting(reader.viewer) as viewer:
            sheet = open_copy(viewer=viewer, copy_id=copy.pk, form="page")
        seen[reader.key] = (sheet.mark.shown, [row["name"] for row in sheet.rows])
        assert hidden_codes(sheet.rows[3]["note"]) == {sheet.mark.code}
    (first, first_order), (second, second_order) = seen.values()
    assert first != second
    assert first_order != second_order
    assert sorted(first_order) == sorted(second_order)


def test_names_and_numbers_bear_no_invisible_character(leak):
    """Or a recipient's own search and screening would not find them."""
    for row in rows_of(leak("csv")):
        for column in ("name", "other_names", "cas_number", "formula", "smiles", "inchikey"):
            assert row[column] == without_hidden(row[column])


def test_the_chance_of_an_order_is_counted_right():
    """Against counting every order by hand, and the approximation against the exact count."""
    for names in range(2, 7):
        orders = list(itertools.permutations(range(names)))
        for wrong in range(names * (names - 1) // 2 + 1):
            as_good = sum(sum(a > b for a, b in itertools.combinations(order, 2)) <= wrong for order in orders)
            assert math.isclose(chance([(wrong, names)]), as_good / len(orders))
    assert math.isclose(chance([(0, 3), (0, 2)]), 1 / 12)
    factors = range(2, 101)
    for wrong in (1800, 2000, 2200, 2475):
        assert math.isclose(_approximate(wrong, factors), _exact(wrong, factors), rel_tol=0.2)
    assert chance([]) == chance([(0, 1)]) == 1.0


def test_strangers_are_seldom_accused():
    """Of random orders, one in a hundred is as near as a chance of 0.01 says."""
    dice = random.Random(11)  # noqa: S311  the same each time
    accused = 0
    for _ in range(2000):
        order = dice.sample(range(12), 12)
        wrong = sum(a > b for a, b in itertools.combinations(order, 2))
        accused += chance([(wrong, 12)]) <= 0.01
    assert accused <= 40


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed here")
def test_a_pdf_is_read_like_another_reader_reads_it(leak, traced, tmp_path):
    file = tmp_path / "copy.pdf"
    file.write_bytes(leak("pdf"))
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True)  # noqa: S607
    names = re.findall(r"Exemplin-\d+", done.stdout)
    assert names == [name for name in re.findall(r"Exemplin-\d+", text_of(file.read_bytes())) if name]
    kinds, _holders = traced("\n".join(dict.fromkeys(names)))
    assert kinds["rows"] == ("Fourth Officer", "certain")
