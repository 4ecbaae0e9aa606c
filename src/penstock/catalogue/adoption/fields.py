"""The form of a pack: its id and its files, each as one text."""

import inspect

from penstock.catalogue.law.kinds import ID
from penstock.catalogue.law.packs import FILES
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import FieldType, Invalid, Text

LONGEST_FILE, LONGEST_YAML = 500_000, 100_000
"""In characters: thousands of rows, and no text that keeps the reader busy for long."""
YAML = ("pack", "definitions")


class PackId(Text):
    """The id of a pack, which is also the name of its folder."""

    def parse(self, raw: object) -> str | None:
        """The id; Invalid when it holds anything but small letters, digits and single dashes."""
        text = self.clean(raw)
        try:
            return ID.read(text) or None
        except ValueError:
            raise Invalid(
                "pack_id", "'{given}' is no id: write small letters and digits with dashes.", given=text
            ) from None


class Sheet(FieldType):
    """One file of a pack, kept as it was entered but for the ends of its lines."""

    control = "textarea"

    def __init__(self, longest: int = LONGEST_FILE) -> None:
        """Allow at most `longest` characters."""
        self.longest = longest

    def clean(self, raw: object) -> str:
        """The text with plain ends of lines; too long is Invalid."""
        text = "" if raw is None else str(raw).replace("\r\n", "\n").replace("\x00", "").removeprefix("\ufeff")
        if len(text) > self.longest:
            raise Invalid("too_long", "Shorten this to {longest} characters.", longest=self.longest)
        return text if text.strip() else ""


def file_name(field: str) -> str:
    """The name of the file behind a field."""
    return f"{field}.{'yaml' if field in YAML else 'csv'}"


def _about(name: str) -> str:
    return (inspect.getdoc(FILES[name]) or "").partition(": ")[2].capitalize()


PACK = Form(
    name="law pack",
    sections=(
        Section(
            title="The pack",
            fields=(
                Field(name="id", label="Id of the pack", type=PackId(60), required=True,
                      help="Small letters and digits with dashes, such as ke-precursors."),
                Field(name="pack", label="pack.yaml", type=Sheet(LONGEST_YAML), required=True,
                      help="What the pack says of itself: title, jurisdiction, source, lists and editions."),
                Field(name="definitions", label="definitions.yaml", type=Sheet(LONGEST_YAML),
                      help="Generic definitions by structure; leave empty where the law has none."),
            ),
        ),
        Section(
            title="Its rows",
            fields=tuple(Field(name=name, label=f"{name}.csv", type=Sheet(), help=_about(name)) for name in FILES),
        ),
    ),
)  # fmt: skip
"""Every file is a field, so a fault names the file and nothing entered is lost."""
