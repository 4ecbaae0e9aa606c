"""Empty files for each form, as CSV and XLSX: headings, help, lists of codes, and an example that is not read."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from penstock.kernel.forms.specification import Field
from penstock.kernel.forms.types import Day, Number
from penstock.notices.fields import SHIPMENT
from penstock.notices.profiles.asking import form_of
from penstock.notices.profiles.profile import Profile, profiles
from penstock.notices.shipments.sheets import EXAMPLE, HELP, written_csv

ROWS_PREPARED = 2000
"""Lines of a workbook that know their lists of codes."""

EXAMPLES = {
    "exporter_name": "Exercise Solvents Ltd",
    "exporter_address": "1 Example Quay",
    "exporter_contact": "+00 555 0100, office@solvents.example",
    "exporter_licence": "L-0001",
    "business_number": "000000000",
    "importer_name": "Exercise Paints SA",
    "importer_address": "2 Model Avenue",
    "importer_country": "CL",
    "importer_contact": "+00 555 0200, office@paints.example",
    "importer_licence": "R-0002",
    "consignee_name": "Exercise Paints SA, northern works",
    "consignee_country": "CL",
    "goods_description": "Acetone 99 %, technical grade, in drums",
    "substances": ["acetone"],
    "cas_number": "67-64-1",
    "hs_code": "291411",
    "goods_form": "raw",
    "concentration": "99",
    "quantity": "18000",
    "unit": "kg",
    "gross_quantity": "19500",
    "packages": "90",
    "package_kind": "drum",
    "package_size": "200 l",
    "containers": ["CSQU3054383"],
    "transport_mode": "sea",
    "carrier": "Exercise Lines",
    "port_of_exit": "NLRTM",
    "point_of_entry": "CLVAP",
    "transit_countries": ["PA"],
    "dispatch_on": "2030-03-01",
    "arrival_on": "2030-04-02",
    "end_use": "Paint thinner",
    "lawful_there": "yes",
    "consents_to_disclosure": "yes",
}
"""An invented shipment without a fault."""


def ids_of(profile: Profile) -> tuple[str, ...]:
    """The profiles that together judge a line made for this form."""
    return (profile.id,) if profile.strength == "demands" else ("treaty", profile.id)


def columns_of(profile: Profile) -> list[Field]:
    """The fields of a shipment as the form asks for them, in its order; what it has no box for comes last."""
    form = form_of(ids_of(profile))
    placed = dict.fromkeys(name for row in profile.rows for name in row.fields)
    return [form.field(name) for name in dict.fromkeys([*placed, *(one.name for one in SHIPMENT.fields)])]


def example_for(profile: Profile) -> dict[str, Any]:
    """The invented shipment as one that is made for this form."""
    exporting = {"exporter_country": next(iter(profile.applies.exporting), "NL")}
    chosen = {"national_form": profile.id} if profile.strength == "offered" else {}
    return {**EXAMPLES, **exporting, **chosen, "reference": EXAMPLE}


def box_of(profile: Profile, name: str) -> str:
    """The number and wording of the box in which a field stands."""
    for row in profile.rows:
        if name in row.fields:
            return f"{row.box} {row.label}".strip()
    return ""


def explained(profile: Profile, one: Field) -> str:
    """What belongs in a column, in one line."""
    label = f"{one.label} (required)" if one.required else one.label
    box = box_of(profile, one.name)
    parts = (label, one.help, box and f"Box: {box}")
    return ". ".join(part for part in parts if part)


def blank_csv(profile: Profile) -> bytes:
    """An empty CSV file with the headings, a line of help and an example; neither line is read back."""
    columns = columns_of(profile)
    help_line = {one.name: explained(profile, one) for one in columns} | {"reference": HELP}
    names = [one.name for one in columns]
    return "".join(written_csv(names, [help_line, example_for(profile)])).encode("utf-8-sig")


def blank_xlsx(profile: Profile) -> bytes:
    """An empty workbook with the headings, their help, lists of codes, and an example that is not read back."""
    return workbook(profile, [example_for(profile)])


def workbook(profile: Profile, lines: Iterable[Mapping[str, Any]], extra: Sequence[str] = ()) -> bytes:
    """A workbook for a form filled with lines; `extra` names columns beside the form's, such as the faults."""
    content, columns = io.BytesIO(), columns_of(profile)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        bold, soft = book.add_format({"bold": True}), book.add_format({"italic": True})
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet, about = book.add_worksheet("Shipments"), book.add_worksheet("Columns")
        codes = book.add_worksheet("Codes")
        sheet.freeze_panes(1, 1)
        about.write_row(0, 0, ["Column", "Label", "Required", "Help", "Box", "Basis"], bold)
        for at, one in enumerate(columns):
            kind = None if isinstance(one.type, Number) else day if isinstance(one.type, Day) else text
            sheet.set_column(at, at, max(12, len(one.name) + 2), kind)
            sheet.write_string(0, at, one.name, bold if one.required else soft)
            sheet.write_comment(0, at, explained(profile, one))
            needed = "yes" if one.required else ""
            about.write_row(at + 1, 0, [one.name, one.label, needed, one.help, box_of(profile, one.name), one.basis])
            _offer(sheet, codes, at, one)
        for at, name in enumerate(extra, start=len(columns)):
            sheet.write_string(0, at, name, soft)
        for number, line in enumerate(lines, start=1):
            for at, one in enumerate(columns):
                if written := one.type.line(line.get(one.name)):
                    sheet.write_string(number, at, written)
            for at, name in enumerate(extra, start=len(columns)):
                sheet.write_string(number, at, str(line.get(name) or ""))
    return content.getvalue()


def _offer(sheet: Worksheet, codes: Worksheet, at: int, one: Field) -> None:
    """Offer a column's codes from the sheet of codes; other spellings are only warned of: many are understood."""
    choices = one.type.choices()
    if not choices:
        return
    column = 2 * at
    codes.write_column(0, column, [one.name, *(code for code, _label in choices)])
    codes.write_column(0, column + 1, [one.label, *(label for _code, label in choices)])
    name = xl_col_to_name(column)
    rule = {
        "validate": "list",
        "source": f"=Codes!${name}$2:${name}${len(choices) + 1}",
        "error_type": "warning",
        "error_message": "This is not one of the codes on the sheet Codes.",
    }
    sheet.data_validation(1, at, ROWS_PREPARED, at, rule)


def profile_named(name: str) -> Profile:
    """The profile with this id, the treaty's where there is none."""
    return profiles().get(name) or profiles()["treaty"]
