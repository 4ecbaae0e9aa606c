"""The whole story of two authorities and a file of shipments, told once with the mouse and once with the keyboard."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.harness.browser import Pages
from tests.harness.instance import Instance
from tests.stories.hands import Keyboard, Mouse

COLUMNS = (
    "reference",
    "exporter_name",
    "importer_name",
    "importer_country",
    "goods_description",
    "cas_number",
    "quantity",
    "unit",
    "port_of_exit",
    "point_of_entry",
    "dispatch_on",
)
OFFICE = "Exercise Precursor Office, Santiago"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Four shipments, of which two have faults."""
    day = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
    usual = {
        "exporter_name": "Marigold Fine Chemicals Ltd",
        "importer_name": "Quimicos del Valle Ficticio SA",
        "importer_country": "CL",
        "quantity": "1200",
        "unit": "kg",
        "port_of_exit": "INNSA",
        "point_of_entry": "CLVAP",
        "dispatch_on": day,
    }
    lines = [
        {"reference": "ST-1", "goods_description": "Acetic anhydride 98 %", "cas_number": "108-24-7"},
        {"reference": "ST-2", "goods_description": "Potassium permanganate", "cas_number": "7722-64-7"},
        {"reference": "ST-3", "goods_description": "Acetone in drums", "cas_number": "67-64-2"},
        {"reference": "ST-4", "goods_description": "Toluene", "cas_number": "108-88-3", "unit": "buckets"},
    ]
    path = tmp_path / "planned shipments.csv"
    with path.open("w", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows({**usual, **line} for line in lines)
    return path


@pytest.mark.parametrize("hands", [Mouse, Keyboard])
def test_story(hands: type[Mouse], instance: Instance, pages: Pages, file: Path):
    pages.allow("404|422")  # the stranger, and a form sent empty
    looked: set[str] = set()

    def enters(**about: str) -> Mouse:
        person = hands(pages.open(instance.base_url), looked)
        person.sign_in(instance.person(**about))
        return person

    exporter = enters(name="Asha Verma")
    reference = _lodges(exporter, file)
    importer_address = instance.person(name="Camila Rojas")["email"]
    instance.mailbox.wait_for(importer_address, "For your answer: 2 notices")

    stranger = enters(country="NL")
    assert _status(stranger.page, f"/notices/{reference}/") == 404
    assert _status(stranger.page, "/notices/XX-2026-000001/") == 404
    stranger.look()

    importer = enters(name="Camila Rojas")
    _asks(importer, reference)
    instance.mailbox.wait_for(instance.person(name="Asha Verma")["email"], f"Information requested: {reference}")
    _supplies(exporter, reference)
    instance.mailbox.wait_for(importer_address, f"Information supplied: {reference}")
    _proposes_objection(importer, reference)
    exporter.open_case(reference)
    exporter.arrive("Sent, awaiting an answer")
    assert "Proposed an objection" not in exporter.page.locator("main").inner_text()

    head = enters(name="Diego Fuentes")
    _confirms(head, reference)
    instance.mailbox.wait_for(instance.person(name="Asha Verma")["email"], f"Objection: {reference}")
    exporter.open_case(reference)
    exporter.arrive("The end use is not confirmed")
    expect(exporter.page.locator("main").get_by_role("link", name="Release the shipment")).to_have_count(0)

    _lifts(head, reference)
    instance.mailbox.wait_for(instance.person(name="Asha Verma")["email"], f"Objection lifted: {reference}")
    _releases(exporter, reference)
    instance.mailbox.wait_for(importer_address, f"Released: {reference}")
    _tells_the_whole(importer, reference)


def _status(page: Page, path: str) -> int:
    answer = page.goto(path)
    assert answer is not None
    return answer.status


def _lodges(exporter: Mouse, file: Path) -> str:
    """Hand in the file, see the faults, lodge the good lines, and find the first notice."""
    exporter.go("f", "Files")
    exporter.arrive("Files of shipments")
    exporter.give("File", file)
    exporter.press("Check the file")
    exporter.arrive("2 good, 2 faulty")
    exporter.arrive("The check digit of CAS number 67-64-2 is wrong")
    exporter.arrive("'buckets' is no unit known here")
    with exporter.page.expect_download() as download:
        exporter.follow("Faulty lines as a file (CSV)")
    given_back = Path(download.value.path()).read_text()
    assert "ST-3" in given_back
    assert "ST-1" not in given_back
    exporter.follow("Lodge 2 notices")
    exporter.arrive(OFFICE)
    exporter.arrive("receives 2 notices")
    exporter.press("Lodge 2 notices")
    exporter.arrive("2 notices were sent")
    exporter.page.keyboard.press("Escape")
    exporter.follow("Good lines 2")
    exporter.arrive("Acetic anhydride")
    link = exporter.page.locator("[data-row]", has_text="ST-1").locator("[data-row-link]")
    reference = link.inner_text()
    exporter.follow(reference)
    exporter.arrive("Sent, awaiting an answer")
    exporter.arrive("working days left")
    return reference


def _asks(importer: Mouse, reference: str) -> None:
    importer.arrive(reference)
    importer.open_case(reference)
    importer.follow("Request information")
    importer.arrive("The clock stops until the exporting side has answered")
    importer.press("Request information")
    importer.arrive("What must the exporting side supply? is missing")
    importer.fill("What must the exporting side supply?", "Please name the end user.")
    importer.press("Request information")
    importer.arrive("Information requested")
    importer.arrive("Clock stopped")


def _supplies(exporter: Mouse, reference: str) -> None:
    exporter.page.goto(f"/cases/{reference}/")
    exporter.arrive("Please name the end user.")
    exporter.follow("Supply the information")
    exporter.arrive("The clock runs on")
    exporter.fill("Your answer", "The end user is Lagoon Practice Labs.")
    exporter.press("Supply the information")
    exporter.arrive("Sent, awaiting an answer")


def _proposes_objection(importer: Mouse, reference: str) -> None:
    importer.open_case(reference)
    importer.arrive("The end user is Lagoon Practice Labs.")
    importer.follow("Object")
    importer.arrive("first of two")
    importer.choose("Reason", "The end use is not confirmed")
    importer.fill("Explanation to the exporting side", "That laboratory is not on our register.")
    importer.press("Propose: Object")
    importer.arrive("Another officer of your organisation must confirm it")
    importer.follow("Look at it or take it back")
    importer.arrive("You proposed this")
    expect(importer.page.get_by_role("button", name="Confirm and sign")).to_have_count(0)


def _confirms(head: Mouse, reference: str) -> None:
    head.arrive("Second signature needed")
    head.open_case(reference)
    head.follow("Look at it and sign")
    head.arrive("That laboratory is not on our register.")
    head.press("Confirm and sign")
    head.arrive("Objected")


def _lifts(head: Mouse, reference: str) -> None:
    head.open_case(reference)
    head.follow("Lift the objection")
    head.arrive("The objection no longer stands")
    head.fill("Why the objection no longer stands", "The laboratory was registered today.")
    head.press("Lift the objection")
    head.arrive("No objection")


def _releases(exporter: Mouse, reference: str) -> None:
    exporter.open_case(reference)
    exporter.follow("Release the shipment")
    exporter.arrive("the case is closed")
    exporter.press("Release the shipment")
    exporter.arrive("Released for export")


def _tells_the_whole(importer: Mouse, reference: str) -> None:
    """The page tells the story to whoever took part, with the hashes of the record."""
    importer.open_case(reference)
    for said in (
        "Released the shipment for export",
        "Lifted the objection",
        "Objected, as the second of two people",
        "Proposed an objection",
        "Supplied the information",
        "Requested information",
        "Sent the notice",
    ):
        importer.arrive(said)
    importer.arrive("entries")
