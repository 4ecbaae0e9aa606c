"""An exporter hands in a file with twelve faults, sees each by line and field, mends them and lodges the lines."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import expect

from penstock.notices.profiles.profile import profiles
from penstock.notices.shipments.blanks import blank_csv
from tests.harness.browser import Pages
from tests.harness.instance import Instance
from tests.stories.hands import Mouse

FAULTS = (
    (3, "importer_name", "", "Importer is missing"),
    (3, "importer_country", "QX", "'QX' is no country code"),
    (3, "cas_number", "67-64-2", "The check digit of CAS number 67-64-2 is wrong"),
    (3, "quantity", "-5", "A quantity cannot be negative"),
    (3, "unit", "buckets", "'buckets' is no unit known here"),
    (4, "dispatch_on", "2030-02-30", "There is no day '2030-02-30' in the calendar"),
    (4, "concentration", "130", "A share lies between 0 and 100 per cent"),
    (4, "containers", "CSQU3054384", "The check digit of container CSQU3054384 is wrong"),
    (5, "gross_quantity", "1", "The gross quantity, 1, is less than the net quantity, 1200"),
    (5, "arrival_on", "2027-01-01", "lies before the expected date of dispatch"),
    (5, "import_permit_until", "2099-01-01", "but its number is missing"),
    (6, "reference", "TW-2", "is already that of line 2"),
)
"""Line, field, what is wrongly there, and what is said of it; line 2 is without a fault."""


def _good(number: int, day: date) -> dict[str, str]:
    return {
        "reference": f"TW-{number}",
        "exporter_name": "Marigold Fine Chemicals Ltd",
        "importer_name": "Quimicos del Valle Ficticio SA",
        "importer_country": "CL",
        "goods_description": "Acetone in drums",
        "cas_number": "67-64-1",
        "quantity": "1200",
        "unit": "kg",
        "dispatch_on": day.isoformat(),
    }


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The empty file of the treaty's form, filled in with five lines and twelve faults."""
    day = (datetime.now(UTC) + timedelta(days=60)).date()
    lines = {number: _good(number, day) for number in range(2, 7)}
    for number, field, wrong, _said in FAULTS:
        lines[number][field] = wrong
    path = tmp_path / "twelve faults.csv"
    heads = next(csv.reader(blank_csv(profiles()["treaty"]).decode("utf-8-sig").splitlines()))
    with path.open("w", newline="") as out:
        writer = csv.DictWriter(out, heads)
        writer.writeheader()
        writer.writerows(lines.values())
    return path


def test_story(instance: Instance, pages: Pages, file: Path, tmp_path: Path):
    looked: set[str] = set()
    exporter = Mouse(pages.open(instance.base_url), looked)
    exporter.sign_in(instance.person(name="Asha Verma"))
    exporter.go("f", "Files")
    exporter.arrive("Empty files to fill in")
    exporter.give("File", file)
    exporter.press("Check the file")
    exporter.arrive("1 good, 4 faulty")
    for number, _field, _wrong, said in FAULTS:
        row = exporter.page.locator("[data-row], tr").filter(has_text=f"TW-{2 if number == 6 else number}")
        expect(row.filter(has_text=said).first).to_be_visible()

    with exporter.page.expect_download() as download:
        exporter.follow("Faulty lines as a file (XLSX)")
    mended = tmp_path / "mended.xlsx"
    download.value.save_as(mended)
    assert _mend(mended) == len(FAULTS)

    exporter.go("f", "Files")
    exporter.arrive("twelve faults.csv")
    exporter.give("File", mended)
    exporter.press("Check the file")
    exporter.arrive("4 good, 0 faulty")
    exporter.follow("Lodge 4 notices")
    exporter.arrive("receives 4 notices")
    exporter.press("Lodge 4 notices")
    exporter.arrive("4 notices were sent")
    instance.mailbox.wait_for(instance.person(name="Camila Rojas")["email"], "For your answer: 4 notices")


def _mend(path: Path) -> int:
    """Correct every fault of the workbook, as a person would who reads the last column; answers how many there were."""
    day = (datetime.now(UTC) + timedelta(days=60)).date()
    book = openpyxl.load_workbook(path)
    sheet = book["Shipments"]
    names = [cell.value for cell in sheet[1]]
    told = 0
    for at in range(2, sheet.max_row + 1):
        cells: dict[str, Any] = {name: sheet.cell(at, column) for column, name in enumerate(names, start=1)}
        number = next(one for one in range(3, 7) if _is_line(one, cells["faults"].value))
        good = _good(number, day)
        for line, field, _wrong, said in FAULTS:
            if line == number:
                assert said in cells["faults"].value
                cells[field].value = good.get(field)
                told += 1
        cells["faults"].value = None
    book.save(path)
    return told


def _is_line(number: int, faults: str) -> bool:
    return all(said in faults for line, _field, _wrong, said in FAULTS if line == number)
