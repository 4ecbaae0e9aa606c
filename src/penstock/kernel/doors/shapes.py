"""Request bodies made from form specifications, and the shapes every regime's operations share."""

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from penstock.kernel.forms.specification import Form
from penstock.kernel.forms.types import Listed


class Body(Schema):
    """A request body; a name that is not documented is refused."""

    model_config = ConfigDict(extra="forbid")


def body_of(form: Form, *, strict: bool) -> type[Body]:
    """The body in which a form is sent: each field as its type keeps it."""
    fields: dict[str, Any] = {}
    for one in form.fields:
        kind: Any = list[str] | str | None if isinstance(one.type, Listed) else str | int | None
        needed = strict and one.required
        about = " ".join(part for part in (one.help, one.basis and f"({one.basis})") if part)
        fields[one.name] = (
            kind,
            Field(
                ... if needed else None,
                title=one.label,
                description=about or None,
                json_schema_extra={"examples": [], **{k: v for k, v in one.type.schema().items() if k == "format"}},
            ),
        )
    name = "".join(word.title() for word in form.name.split()) + ("" if strict else "Draft")
    return create_model(name, __base__=Body, **fields)


class FaultShape(Schema):
    """One thing wrong with one field."""

    field: str
    code: str
    message: str


class Problem(Schema):
    """Why something could not be done (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    faults: list[FaultShape] = []


PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422), Problem)
"""The answers of every operation besides the good one."""
