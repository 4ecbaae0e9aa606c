"""The book of law: questions by day and place, what changes between days, and rows that cannot be right."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.catalogue.adoption.changes import changes_between
from penstock.catalogue.law.book import Book, bind, holds, shipped_book
from penstock.catalogue.law.differences import between_books, between_days
from penstock.catalogue.law.oddities import check_edition, check_structures, oddities
from penstock.catalogue.law.packs import FILES, PACKS, read_pack
from penstock.catalogue.law.reading import PackError, read_file
from penstock.catalogue.law.records import columns_of
from penstock.catalogue.law.templates import schema, template

DAYS = st.dates(date(1985, 1, 1), date(2032, 1, 1))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped packs that a test may change."""
    return Path(shutil.copytree(PACKS, tmp_path / "packs"))


def _book(folder: Path) -> Book:
    return bind(map(read_pack, sorted(folder.iterdir())))


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def _append(path: Path, row: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")


def test_the_union_lags_behind_the_convention() -> None:
    book, here = shipped_book(), shipped_book().jurisdictions_of("NL", date(2025, 1, 1))
    titles = [
        [rule.list.title for rule in book.rules_of("4-piperidone", day, here)]
        for day in (date(2024, 12, 2), date(2024, 12, 3), date(2025, 8, 13), date(2025, 8, 14))
    ]
    assert [len(each) for each in titles] == [0, 1, 1, 2]
    assert "UN Table I" in titles[1]


def test_a_country_that_left_a_union_leaves_its_law() -> None:
    book = shipped_book()
    assert "EU" in book.jurisdictions_of("GB", date(2020, 12, 31))
    assert "EU" not in book.jurisdictions_of("GB", date(2021, 1, 1))


@given(DAYS, st.integers(0, 4000), st.integers(0, 4000))
def test_changes_over_two_spans_lead_to_the_same_law_as_over_one(start: date, first: int, second: int) -> None:
    book = shipped_book()
    middle, end = start + timedelta(first), start + timedelta(first + second)
    held = {rule.key for rule in book.rules_on(start)}
    for before, after in ((start, middle), (middle, end)):
        for change in between_days(book, before, after):
            if change.file == "entries":
                key = f"{change.pack.id}:{change.record.entry}"
                held = held - {key} if change.verdict == "ends" else held | {key}
    assert held == {rule.key for rule in book.rules_on(end)}


@given(DAYS)
def test_nothing_changes_from_a_day_to_itself(day: date) -> None:
    assert between_days(shipped_book(), day, day) == ()


def test_a_move_to_another_list_is_a_change_and_says_so() -> None:
    (change,) = (
        each
        for each in between_days(shipped_book(), date(2000, 1, 1), date(2002, 1, 1), {"UN"})
        if each.file == "entries" and each.record.entry == "acetic-anhydride"
    )
    assert change.verdict == "changes"
    assert ("list", "II", "I") in [(each.column, each.before, each.after) for each in change.details]


def test_a_new_edition_is_told_row_by_row(folder: Path) -> None:
    before = _book(folder)
    entries = folder / "un-1988" / "entries.csv"
    _change(entries, "toluene,II,substance,toluene,", "toluene,I,substance,toluene,salts")
    lines = [line for line in entries.read_text(encoding="utf-8").splitlines(keepends=True) if "acetone,II" not in line]
    entries.write_text("".join(lines), encoding="utf-8")
    told = {(each.verdict, each.record.entry): each for each in between_books(before, _book(folder), date(2026, 1, 1))}
    assert set(told) == {("changes", "toluene"), ("ends", "acetone")}
    assert {each.column for each in told["changes", "toluene"].details} == {"list", "covers"}


def test_a_row_of_its_own_puts_the_quantity_of_the_list_aside(folder: Path) -> None:
    thresholds = folder / "eu" / "thresholds.csv"
    columns = ",".join(each.name for each in columns_of(FILES["thresholds"]))
    row = "{entry},any,year,customer,{amount},kg,duties-from,,2020-01-01,,invented,no"
    thresholds.write_text(
        f"{columns}\n3,{row.format(entry='', amount=7)}\n3,{row.format(entry='acetone', amount=5)}\n", encoding="utf-8"
    )
    book, day = _book(folder), date(2026, 1, 1)
    amounts = {
        name: [each.amount for rule in book.rules_of(name, day, {"EU"}) for each in book.thresholds_of(rule, day)]
        for name in ("acetone", "toluene", "ephedrine")
    }
    assert amounts == {"acetone": [5], "toluene": [7], "ephedrine": []}


def test_every_structure_agrees_with_its_formula_and_key() -> None:
    for pack in shipped_book().packs.values():
        check_structures(pack)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("C7H8,Cc1ccccc1,", "C7H10,Cc1ccccc1,", "is not that of the structure"),
        ("C7H8,Cc1ccccc1,", "C7H8,C1ccccc1,", "is no structure"),
        ("C7H8,Cc1ccccc1,", "C7H8,C1=CCC=CC=C1,", "inchikey"),
    ],
)
def test_a_structure_that_is_not_its_formula_is_refused(folder: Path, old: str, new: str, fault: str) -> None:
    _change(folder / "register" / "substances.csv", old, new)
    with pytest.raises(PackError, match=rf"substances\.csv, line \d+: .*{fault}"):
        check_structures(read_pack(folder / "register"))


def test_codes_that_a_spreadsheet_filled_in_are_shown(folder: Path) -> None:
    assert not [each for each in oddities(_book(folder)) if "in a run" in each.reason]
    substances = folder / "register" / "substances.csv"
    heading = 2914
    for step in range(4):
        _append(substances, f"filled-{step},Filled {step},,{heading + step}.79,,,,,invented,no")
    odd = [each for each in oddities(_book(folder)) if "in a run" in each.reason]
    assert [each.row.record.id for each in odd] == ["filled-2", "filled-3"]


def test_one_chemistry_in_two_chapters_is_shown(folder: Path) -> None:
    _change(folder / "register" / "substances.csv", "90-82-4,2939.42,", "90-82-4,3003.42,")
    odd = [str(each) for each in oddities(_book(folder))]
    assert any("same chemistry, different chapter: 29, 30" in each for each in odd)


def test_every_subheading_is_one_of_its_edition() -> None:
    nomenclature = Path("../shared/data/geography/hs_nomenclature.csv")
    if not nomenclature.exists():
        pytest.skip("the nomenclature of the Harmonized System lies in ../shared/data, which is not here")
    text = nomenclature.read_text(encoding="utf-8")
    check_edition(shipped_book().packs.values(), text)
    with pytest.raises(PackError, match=r"register/substances\.csv, line \d+: hs_2022 \d+ is no subheading"):
        check_edition(shipped_book().packs.values(), text.replace("290230", "290231"))


def test_the_template_is_a_pack_and_its_schema_is_that_of_the_shipped_rows(tmp_path: Path) -> None:
    made = tmp_path / "exemplia"
    made.mkdir()
    for name, text in template().items():
        (made / name).write_text(text, encoding="utf-8")
    pack = read_pack(made)
    assert set(bind([*shipped_book().packs.values(), pack]).packs) == {*shipped_book().packs, "exemplia"}
    for name, record in FILES.items():
        properties = schema()["$defs"][name]["properties"]
        assert list(properties) == (made / f"{name}.csv").read_text(encoding="utf-8").strip().split(",")
        assert read_file(record, made / f"{name}.csv") == ()
    json.dumps(schema())


@given(DAYS)
def test_a_rule_holds_on_its_first_day_and_not_on_its_last(day: date) -> None:
    for rule in shipped_book().rules:
        since, until = rule.entry.since, rule.entry.until
        assert holds(rule.entry, since)
        assert until is None or not holds(rule.entry, until)
        assert holds(rule.entry, day) == (since <= day and (until is None or day < until))


def test_pages_and_command_tell_the_same_changes_of_every_file() -> None:
    book, before, after = shipped_book(), date(1980, 1, 1), date(2026, 11, 21)
    told = changes_between(book, before, after)
    assert len(told) == len(between_days(book, before, after))
    assert {one.file for one in told} == {"entries", "thresholds", "duties", "exemptions"}
    assert all(one.new and not one.old for one in told if one.kind == "added")
    (moved,) = (
        one
        for one in changes_between(book, date(2000, 1, 1), date(2002, 1, 1), "UN")
        if one.what == "Acetic anhydride" and one.file == "entries"
    )
    assert (moved.kind, moved.old[:7], moved.new[:6]) == ("changed", "list II", "list I")
    assert moved.substances == {"acetic-anhydride"}
