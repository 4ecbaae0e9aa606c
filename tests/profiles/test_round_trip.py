"""What a notice holds comes back from CSV and XLSX as it was, and the empty files explain themselves."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.commands.__main__ import main
from penstock.notices.fields import SHIPMENT
from penstock.notices.profiles.asking import form_of
from penstock.notices.profiles.profile import Profile, profiles
from penstock.notices.shipments.blanks import (
    blank_csv,
    blank_xlsx,
    columns_of,
    example_for,
    ids_of,
    profile_named,
    workbook,
)
from penstock.notices.shipments.sheets import EXAMPLE, headings, rows, written_csv
from tests.profiles.contents import contents

PROFILES = [pytest.param(one, id=one.id) for one in profiles().values()]


def read_back(content: bytes) -> list[dict[str, Any]]:
    """The lines of a file as notices keep them."""
    return [dict(SHIPMENT.read(raw, strict=False).kept) for _line, raw in rows(io.BytesIO(content))]


def told(content: dict[str, Any]) -> bool:
    """Whether a content would be a line at all."""
    return any(content.values())


@pytest.mark.parametrize("profile", PROFILES)
@settings(max_examples=60)
@given(data=st.data())
def test_csv_gives_back_what_was_written(profile: Profile, data: st.DataObject):
    lines = [one for one in data.draw(st.lists(contents(profile.id), max_size=2)) if told(one)]
    names = [one.name for one in columns_of(profile)]
    written = "".join(written_csv(names, lines))
    for encoding in ("utf-8", "utf-8-sig"):
        assert read_back(written.encode(encoding)) == lines


@pytest.mark.parametrize("profile", PROFILES)
@settings(max_examples=12)
@given(data=st.data())
def test_xlsx_gives_back_what_was_written(profile: Profile, data: st.DataObject):
    lines = [one for one in data.draw(st.lists(contents(profile.id), max_size=2)) if told(one)]
    assert read_back(workbook(profile, lines)) == lines


@given(texts=st.lists(st.text(max_size=12).filter(str.strip), min_size=1, max_size=4))
def test_no_cell_of_a_written_file_is_a_formula(texts: list[str]):
    written = "".join(written_csv(["remarks"], [{"remarks": one} for one in texts]))
    for (cell,) in list(csv.reader(io.StringIO(written, newline="")))[1:]:
        assert cell[:1] not in {"=", "@", "\t"}
        assert cell[:1] not in {"+", "-"} or set(cell[1:]) <= set("0123456789.,")


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("made", [blank_csv, blank_xlsx])
def test_an_empty_file_holds_every_heading_and_no_shipment(profile: Profile, made: Any):
    content = made(profile)
    assert {one.field for one in headings(io.BytesIO(content), {})} == {one.name for one in SHIPMENT.fields}
    assert read_back(content) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_the_example_is_a_shipment_that_the_form_takes(profile: Profile):
    raw = example_for(profile) | {"reference": "EX-1"}
    assert form_of(ids_of(profile)).read(raw, strict=True).faults == ()
    required = {one.name for one in columns_of(profile) if one.required}
    assert required >= profile.demanded().keys()


def test_only_the_marked_line_is_passed_over():
    profile = profile_named("mcrn")
    book = openpyxl.load_workbook(io.BytesIO(blank_xlsx(profile)))
    sheet = book["Shipments"]
    names = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, names.index("reference") + 1).value == EXAMPLE
    for at, name in enumerate(names, start=1):
        sheet.cell(3, at, "OWN-1" if name == "reference" else sheet.cell(2, at).value)
    out = io.BytesIO()
    book.save(out)
    (line,) = read_back(out.getvalue())
    assert (line["reference"], line["national_form"]) == ("OWN-1", "mcrn")


def test_a_workbook_offers_codes_and_says_what_belongs_where():
    book = openpyxl.load_workbook(io.BytesIO(blank_xlsx(profiles()["canada"])))
    sheet = book["Shipments"]
    names = [cell.value for cell in sheet[1]]
    offered = {str(rule.sqref).split("2:")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    letter = openpyxl.utils.get_column_letter(names.index("goods_form") + 1)
    source = book["Codes"][offered[letter].removeprefix("Codes!").replace("$", "")]
    assert [row[0].value for row in source] == ["raw", "salt", "solution", "preparation", "mixture"]
    assert "(required)" in sheet.cell(1, names.index("business_number") + 1).comment.text


def test_the_command_writes_an_empty_file_and_overwrites_none(tmp_path: Any, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "form.csv"
    assert main(["template", "mcrn", str(path)]) == 0
    assert path.read_bytes() == blank_csv(profiles()["mcrn"])
    assert main(["template", "mcrn", str(path)]) == 2
    assert main(["template", "mcrn", str(tmp_path / "form.pdf")]) == 2
    assert ".xlsx or .csv" in capsys.readouterr().err
