"""A newcomer at a company's desk sees what stands out in its orders, and decides: nothing is refused by a score."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import expect

from tests.stories.desks import Desk

HEADS = ("number", "customer", "ordered_on", "goods", "quantity", "unit", "use")
SPLITTING, COPYING = "Meubellak Proefmodel BV", "Vernis en Verdunner Schijn BV"
SIZES = (330, 310, 350, 290, 340)
SPLIT = sum(SIZES)


def test_story(desk: Any, tmp_path: Path) -> None:
    officer = desk("Femke Bos")
    _loads_history(officer, tmp_path)
    _looks(officer, 2)
    _sees_the_copies(officer)
    _explains(officer)
    _asks(officer)
    _reports(officer)
    _looks(officer, 3)
    _meets_no_explained_one_again(officer)
    _says_how_much_they_can_review(officer)


def _book(folder: Path, rows: list[tuple[Any, ...]]) -> str:
    book = openpyxl.Workbook()
    for row in (HEADS, *rows):
        book.active.append(row)
    path = folder / "orders.xlsx"
    book.save(path)
    return str(path)


def _loads_history(officer: Desk, folder: Path) -> None:
    """One large order told as five, from a workbook; with a customer that nobody knows, nothing of it is kept."""
    today = datetime.now(UTC).date()
    rows = [
        (f"S-{at}", "C-1101", today - timedelta(days=9 - at), "acetone", size, "kg", "solvent")
        for at, size in enumerate(SIZES)
    ]
    officer.at("/")
    officer.follow("What stands out")
    officer.says("Round 1")
    officer.follow("Load earlier orders")
    officer.page.locator("[name=file]").set_input_files(
        _book(folder, [*rows, ("S-9", "C-0", today, "acetone", 5, "kg", "")])
    )
    officer.press("Load")
    officer.says("Order S-9: there is no customer C-0")
    officer.page.locator("[name=file]").set_input_files(_book(folder, rows))
    officer.press("Load")
    officer.says("5 earlier orders are loaded.")


def _looks(officer: Desk, number: int) -> None:
    officer.at("/order-watch/")
    officer.press("Look now")
    officer.says(f"Round {number}:")


def _sees_the_copies(officer: Desk) -> None:
    """Both that were planted are at the top, with their reasons in words."""
    top = officer.page.locator("main table").first.locator("tbody tr")
    expect(top.filter(has_text=SPLITTING)).to_contain_text("one large order told as several ordinary ones")
    expect(top.filter(has_text=COPYING)).to_contain_text("the same order again and again")
    assert {SPLITTING, COPYING} == {
        name for name in (SPLITTING, COPYING) for at in (0, 1) if name in top.nth(at).inner_text()
    }
    officer.says("What cannot be judged yet")
    officer.follow(COPYING)
    officer.says("The same goods in the same quantity 8 times in 21 days")
    officer.says("not among its end uses")
    officer.says("No need is declared")
    expect(officer.page.get_by_role("img", name="Orders by month")).to_be_visible()


def _explains(officer: Desk) -> None:
    officer.follow("It is explained")
    officer.press("Keep")
    officer.says("Reason is missing")
    officer.enter(ground="change of packs", words="They fetch a pallet every other day while their store is rebuilt.")
    officer.press("Keep")
    officer.says("It comes back only where it gets worse")
    officer.says("while their store is rebuilt")


def _asks(officer: Desk) -> None:
    """The need that was exceeded has its arithmetic, and the letter says nothing of a suspicion."""
    officer.at("/order-watch/")
    officer.follow("Kunsthars Voorbeeldfabriek BV")
    officer.says("above what is declared")
    officer.says("Cleaning of reactors and lines")
    officer.follow("Ask the customer")
    letter = officer.page.locator("[name=words]").input_value()
    assert "How much do you need of it in a year" in letter
    assert "suspicious" not in letter
    officer.press("Keep")
    officer.says("The customer is asked, until")


def _reports(officer: Desk) -> None:
    officer.at("/order-watch/")
    officer.follow(SPLITTING)
    officer.says("orders of ordinary size in 7 days add up to")
    officer.follow("Report it")
    officer.press("Begin the report")
    officer.says("The draft")
    expect(officer.page.locator("[name=party_name]")).to_have_value(SPLITTING)
    assert float(officer.page.locator("[name=quantity]").input_value()) >= SPLIT  # an ordinary order may lie between
    explanation = officer.page.locator("[name=explanation]").input_value()
    assert "of ordinary size in 7 days add up to" in explanation
    assert "S-4  340 kg" in explanation


def _meets_no_explained_one_again(officer: Desk) -> None:
    ranked = officer.page.locator("main table").first
    known = officer.page.locator("#reviewed")
    for name in (COPYING, SPLITTING):
        expect(ranked).not_to_contain_text(name)
        expect(known).to_contain_text(name)
    expect(known).to_contain_text("Explained")
    officer.follow("Round 2")
    officer.says(COPYING)


def _says_how_much_they_can_review(officer: Desk) -> None:
    officer.at("/order-watch/setting/")
    officer.enter(cases="0")
    officer.press("Keep")
    officer.says("This must be more than 0, not 0.")
    officer.enter(cases="4", monthly="yes")
    officer.press("Keep")
    officer.says("The next round goes by it.")
