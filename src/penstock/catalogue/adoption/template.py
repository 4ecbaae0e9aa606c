"""The documented template of a pack: headings with an example row each, and a text that explains every column."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from penstock.catalogue.adoption.fields import YAML, file_name
from penstock.catalogue.law.packs import FILES
from penstock.catalogue.law.records import columns_of
from penstock.catalogue.law.templates import documentation

EXAMPLE = Path(__file__).parent / "example"
EXAMPLE_SOURCE = "Example row of the template; replace it"

_INTRODUCTION = """\
# A pack of law

A pack is a folder with the law of one instrument or place: `pack.yaml`, and one CSV file for each kind of row. Leave
out the files that you do not need. CSV files are UTF-8 with commas; the first line holds the headings exactly as given
here; a value with a comma or a line break stands in double quotes. Days are written 2026-01-31.

A change of the law is a further row: end the old row with its `to` day and add a new one from that day. Never write
over a row that was law; the past must stay answerable. Whatever nobody compared with the text of the law is
`verified=no`, and every answer that stands on it says so.

Packs identify and classify. They hold no route, recipe, reaction condition or yield.

`definitions.yaml` holds generic definitions by structure, by the ids that `entries.csv` names; most packs have none.
Give each `positives` and `negatives`, lists of a `name` and a `smiles`: a definition that does not meet its own
positive examples, or meets a negative one, is not taken.
"""


def example_files() -> dict[str, str]:
    """The files of the template by field, to begin a pack with."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(EXAMPLE.iterdir()) if path.is_file()}


def handbook() -> str:
    """How a pack is written, and what may stand in each file and column."""
    chapters = documentation().partition("\n## ")
    return _INTRODUCTION.strip() + "\n\n" + chapters[1].lstrip() + chapters[2].rstrip() + "\n"


def headings(name: str) -> str:
    """The first line of a CSV file."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([one.name for one in columns_of(FILES[name])])
    return line.getvalue()


def zipped(folder: str, files: Mapping[str, str], *, with_handbook: bool = False) -> bytes:
    """The files of a pack as a ZIP with one folder; the same content gives the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in _named(files, with_handbook=with_handbook):
            out.writestr(zipfile.ZipInfo(f"{folder}/{name}", (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _named(files: Mapping[str, str], *, with_handbook: bool) -> Iterator[tuple[str, str]]:
    if with_handbook:
        yield "README.md", handbook()
    for name in (*YAML, *FILES):
        if files.get(name):
            yield file_name(name), files[name]
