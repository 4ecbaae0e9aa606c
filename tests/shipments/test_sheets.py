"""Files of shipments as they really come: other separators, other code pages, and broken in every way."""

import io
import random
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from penstock.notices.shipments import sheets
from penstock.notices.shipments.sheets import Unreadable, rows, written_csv

LINE = {"goods_description": "Ácido acético; anhydride", "quantity": "5", "unit": "kg"}


def read(content: bytes) -> list[dict[str, object]]:
    return [row for _number, row in rows(io.BytesIO(content))]


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for cells in [list(LINE), *[list(LINE.values())] * 40]:
        book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text() -> bytes:
    heads = ",".join(LINE)
    return "\n".join([heads, *['"Ácido acético; anhydride",5,kg'] * 40]).encode()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_is_read_whatever_its_separator_and_code_page(separator: str, code: str):
    lines = [separator.join(LINE), separator.join(['"Ácido acético; anhydride"', "5", "kg"])]
    assert read("\r\n".join(lines).encode(code)) == [LINE]


@pytest.mark.parametrize("whole", [workbook, text])
def test_a_broken_file_is_read_or_refused_in_words(whole: Callable[[], bytes]):
    chance, content = random.Random(20261121), whole()  # noqa: S311 - the same breakage on every run
    assert len(read(content)) == 40
    were_refused = 0
    for _ in range(250):
        broken = bytearray(content)
        for _ in range(chance.randint(1, 12)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        piece = bytes(broken[: chance.randint(1, len(broken))] if chance.random() < 0.4 else broken)
        try:
            read(piece)
        except Unreadable:
            were_refused += 1
    # Anything but `Unreadable` has failed already; breakage that never bites would show nothing.
    assert were_refused > 0


def test_a_workbook_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 1_000_000)
    with pytest.raises(Unreadable, match="unpacks"):
        read(bomb.getvalue())


def test_what_is_written_is_read_back_and_holds_no_formula():
    lines = [{**LINE, "unit": "=cmd|' /C calc'!A0", "quantity": "-5"}]
    written = "".join(written_csv(list(LINE), lines)).encode()
    assert "'=cmd" in written.decode()
    assert read(written) == lines
