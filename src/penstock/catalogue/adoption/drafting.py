"""Files as they were entered, made into a pack of law, and everything that speaks against adopting it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from penstock.catalogue.adoption.fields import PACK, YAML, file_name
from penstock.catalogue.adoption.template import EXAMPLE_SOURCE
from penstock.catalogue.law.book import Book, bind
from penstock.catalogue.law.oddities import check_structures
from penstock.catalogue.law.packs import FILES, Pack, read_pack
from penstock.catalogue.law.reading import PackError, read_file
from penstock.catalogue.structures.examples import check_examples
from penstock.catalogue.structures.rulebook import check_rules
from penstock.kernel.viewer import Fault

Files = Mapping[str, str]
_ROW = "{file}, line {line}: {fault}."
_WHOLE = "{file}: {fault}."


def pack_of(pack_id: str, files: Files) -> Pack:
    """Return the pack that these files make; PackError names the file and line of the first bad row."""
    with TemporaryDirectory(prefix="penstock-pack-") as place:
        return read_pack(_laid(Path(place) / pack_id, files))


def _laid(folder: Path, files: Files) -> Path:
    folder.mkdir()
    for field, text in files.items():
        if text:
            (folder / file_name(field)).write_text(text, encoding="utf-8")
    return folder


def faults_in(kept: Mapping[str, str], *, jurisdiction: str, book: Book, taken: Mapping[str, str]) -> tuple[Fault, ...]:
    """Everything against adopting these files as the law of a jurisdiction beside the book in force.

    `taken` holds the jurisdiction of each id that ships or was adopted before. The first bad row of every file is told
    at once; what can be seen only of whole files, or of the pack among the others, is told when those are good.
    """
    entered = PACK.read(kept, strict=True)
    files = {name: str(text) for name, text in entered.kept.items() if name != "id" and text}
    found = (*entered.faults, *_in_files(files))
    if found:
        return found
    pack_id = str(entered.kept["id"])
    try:
        pack = pack_of(pack_id, files)
        found = tuple(_in_pack(pack, jurisdiction, taken))
        if not found:
            check_structures(pack)
            check_examples(bound_with(book, pack), pack)
    except PackError as wrong:
        return (_told(wrong),)
    return found


def bound_with(book: Book, pack: Pack) -> Book:
    """A book with a pack in it, in place of any of its id; PackError where its rows or rules cannot be law there."""
    bound = bind([*(each for id_, each in book.packs.items() if id_ != pack.id), pack])
    check_rules(bound, pack)
    return bound


def _in_files(files: Files) -> Iterator[Fault]:
    """The first fault of each file by itself."""
    with TemporaryDirectory(prefix="penstock-pack-") as place:
        folder = _laid(Path(place) / "pack", files)
        for name, record in FILES.items():
            if name in files:
                try:
                    read_file(record, folder / f"{name}.csv")
                except PackError as wrong:
                    yield _told(wrong)
    for name in YAML:
        if name in files and (fault := _unsafe(files[name])):
            yield Fault(name, "pack_file", _WHOLE, {"file": file_name(name), "fault": fault})


def _unsafe(text: str) -> str:
    """Why a YAML text is not even to be loaded: aliases and depth can make a small text take all memory."""
    try:
        depth = deepest = 0
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.AliasToken):
                return "an alias (*name) is not taken; write the value out"
            opens = isinstance(token, yaml.BlockMappingStartToken | yaml.BlockSequenceStartToken
                               | yaml.FlowMappingStartToken | yaml.FlowSequenceStartToken)  # fmt: skip
            closes = isinstance(token, yaml.BlockEndToken | yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken)
            depth += opens - closes
            deepest = max(deepest, depth)
            if deepest > 50:  # noqa: PLR2004 - a definition nests less than ten levels
                return "it is nested too deep"
    except (yaml.YAMLError, RecursionError) as wrong:
        return f"it cannot be read: {str(wrong)[:300]}"
    return ""


def _told(wrong: PackError) -> Fault:
    return Fault(
        wrong.path.stem,
        "pack_row",
        _ROW if wrong.line else _WHOLE,
        {"file": wrong.path.name, "line": wrong.line, "fault": wrong.fault},
    )


def _in_pack(pack: Pack, jurisdiction: str, taken: Mapping[str, str]) -> Iterator[Fault]:
    """What is wrong with a well-formed pack as the law of this jurisdiction."""
    if pack.jurisdiction != jurisdiction:
        text = "pack.yaml: jurisdiction is '{given}', and you may write the law of {own} only."
        yield Fault("pack", "not_your_law", text, {"given": pack.jurisdiction, "own": jurisdiction})
    if taken.get(pack.id, jurisdiction) != jurisdiction:
        text = "The id '{id}' is that of another pack; choose one of your own, such as {own}-{id}."
        yield Fault("id", "id_taken", text, {"id": pack.id, "own": jurisdiction.lower()})
    if pack.members:
        text = "members.csv: members make the law of a union hold elsewhere; leave the file out of your own law."
        yield Fault("members", "no_union", text)
    for name, rows in pack.rows.items():
        example = next((row for row in rows if getattr(row.record, "source", "") == EXAMPLE_SOURCE), None)
        if example:
            text = "{file}, line {line}: an example row of the template still stands here; replace it or take it out."
            yield Fault(name, "example_row", text, {"file": f"{name}.csv", "line": example.line})
