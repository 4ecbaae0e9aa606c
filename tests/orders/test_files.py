"""Files of orders: a workbook is read as a CSV file is, and every fault in it names its cell."""

import csv
import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from penstock.kernel.viewer import Refused
from penstock.orders.checking import services as checking
from tests.orders.house import DAY, a_company, a_customer, at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
HEADINGS = ["Order number", "customer", "goods", "quantity", "unit", "ordered_on", "percent"]
LINES = [
    ["A-1", "C-100", "acetone", 5, "l", datetime(2026, 11, 23), 99.5],  # noqa: DTZ001 - a workbook knows no zones
    [17, "C-100", "toluene", 0.000025, "kg", DAY, None],
    [None, "", None, None, None, None, None],
    ["A-3", "C-100", "acetic anhydride", "7.5", "l", "2026-11-23", "100"],
]


def a_workbook(lines: list[list[Any]], headings: list[str]) -> bytes:
    """A workbook as an office saves it, with days and numbers in its cells."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].append(headings)
    for line in lines:
        book.worksheets[0].append(line)
    book.save(out)
    return out.getvalue()


def as_csv(lines: list[list[Any]], headings: list[str]) -> bytes:
    """The same as a person would type it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    for line in lines:
        said = [one.date() if isinstance(one, datetime) else one for one in line]
        writer.writerow([f"{one:f}" if isinstance(one, float) else one for one in said])
    return out.getvalue().encode()


def test_a_workbook_is_judged_as_the_same_csv_file():
    officer, _colleague = a_company()
    a_customer(officer)
    with at_work(officer) as viewer:
        answers = [
            [
                (one.check.number, one.check.goods, one.check.base, one.check.ordered_on, one.check.answer)
                for one in checking.check_file(viewer=viewer, chunks=[content[:40], content[40:]])
            ]
            for content in (a_workbook(LINES, HEADINGS), as_csv(LINES, HEADINGS))
        ]
    assert answers[0] == answers[1]
    assert [one[0] for one in answers[0]] == ["A-1", "17", "A-3"]
    assert {one[3] for one in answers[0]} == {date(2026, 11, 23)}


def test_each_fault_names_its_cell_and_nothing_is_judged():
    officer, _colleague = a_company()
    a_customer(officer)
    wrong = [*LINES, ["A-4", "C-100", "unobtainium", "lots", "l", "2026-11-23", None]]
    with at_work(officer) as viewer:
        with pytest.raises(Refused) as no:
            checking.check_file(viewer=viewer, chunks=[a_workbook(wrong, HEADINGS)])
        told = {one.field: one.message for one in no.value.faults}
        assert told["goods"].startswith("Line 6, goods (cell C6): 'unobtainium' is not known here")
        assert told["quantity"].startswith("Line 6, quantity (cell D6): ")
        with pytest.raises(Refused) as no:
            checking.check_file(viewer=viewer, chunks=[as_csv(wrong, HEADINGS)])
        assert all("cell" not in one.message for one in no.value.faults)
        for content, code in (
            (a_workbook(LINES, HEADINGS)[:300], "unreadable"),
            (a_workbook(LINES, ["Something", *HEADINGS[1:]]), "headings"),
            (a_workbook([], HEADINGS), "empty"),
        ):
            with pytest.raises(Refused) as no:
                checking.check_file(viewer=viewer, chunks=[content])
            assert no.value.code == code
