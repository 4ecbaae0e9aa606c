"""The body in which a sheet is sent to an operation."""

from typing import Any

from pydantic import create_model

from penstock.cases.sheets.sheet import Sheet
from penstock.cases.steps.api import asked_body
from penstock.kernel.doors.shapes import Body, body_of
from penstock.kernel.forms.specification import Form, Section
from penstock.kernel.workflow import Step


def sheet_body(sheet: Sheet, *, strict: bool, name: str) -> type[Body]:
    """The body of a sheet: its fields, and its lines as lists; `name` begins that of the shape."""
    lines: dict[str, Any] = {}
    for kind, each in sheet.lines.items():
        one = Form(name=f"{sheet.name} {kind}", sections=(Section(title=each.title, fields=each.fields),))
        lines[kind] = (list[body_of(one, strict=strict)] | None, None)  # type: ignore[misc]
    flat = body_of(Form(name=sheet.name, sections=sheet.sections), strict=strict)
    return create_model(f"{name}Body" if strict else f"{name}Draft", __base__=flat, **lines)


def step_body(step: Step, *, name: str) -> Any:
    """The body of a step: of one that sends a sheet, with its lines."""
    if isinstance(step.form, Sheet):
        return sheet_body(step.form, strict=not step.lenient, name=name)
    return asked_body(step)
