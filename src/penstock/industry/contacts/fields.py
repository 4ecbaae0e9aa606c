"""The form of a point of contact; a company says there too which sectors it belongs to."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Listed, Text
from penstock.kernel.viewer import Fault
from penstock.parties.directory.types import Email, Phone


def _deputised(values: Mapping[str, Any]) -> Iterable[Fault]:
    for which in ("deputy", "second"):
        if values[f"{which}_name"] and not (values[f"{which}_phone"] or values[f"{which}_email"]):
            text = "Enter a telephone number or an e-mail address, or leave the deputy out."
            yield Fault(f"{which}_phone", "unreachable_deputy", text)


_CONTACT = Section(
    title="Point of contact",
    fields=(
        Field(name="name", label="Name", type=Text(200), required=True),
        Field(name="post", label="Post", type=Text(200), required=True),
        Field(name="phone", label="Telephone", type=Phone(), required=True),
        Field(name="email", label="E-mail", type=Email(), required=True),
        Field(name="hours", label="When to be reached", type=Text(200)),
    ),
)


def _deputy(which: str, title: str, *, required: bool) -> Section:
    return Section(
        title=title,
        fields=(
            Field(name=f"{which}_name", label="Name of the deputy", type=Text(200), required=required),
            Field(name=f"{which}_phone", label="Telephone of the deputy", type=Phone()),
            Field(name=f"{which}_email", label="E-mail of the deputy", type=Email()),
        ),
    )


_BOTH = (
    _CONTACT,
    _deputy("deputy", "First deputy", required=True),
    _deputy("second", "Second deputy", required=False),
)
SECTORS = Field(
    name="sectors",
    label="Sectors your company belongs to",
    type=Listed(Text(60), spaced=True),
    help="Consultations, guidance and comparisons go by them",
    required=True,
)
OFFICE = Form(name="point of contact of an authority", sections=_BOTH, rules=(_deputised,))
COMPANY = Form(
    name="point of contact of a company",
    sections=(*_BOTH, Section(title="The company", fields=(SECTORS,))),
    rules=(_deputised,),
)
