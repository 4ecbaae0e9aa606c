"""The documented template of a pack: its JSON Schema, its empty files, and a page that explains each column."""

import re
from collections.abc import Iterator
from typing import Any

from penstock.catalogue.law.packs import FILES, REGIMES
from penstock.catalogue.law.records import Column, columns_of

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ABOUT = {
    "title": "What the law is called.",
    "jurisdiction": "Where it holds: two letters of a country, EU, or UN. Leave it out for a register of substances.",
    "source": "Which instruments the rows were read from.",
    "verified": "true only when every row was compared with the text of the law.",
    "languages": "The languages of the names, as ISO 639-1.",
    "lists": f"The lists by their code: a title, and the regime behind them ({', '.join(REGIMES)}).",
    "editions": "The changelog, newest first: version, day, note. The first one names the pack's version.",
    "remarks": "What a reader has to know; may be left out.",
}
_ONE_OR_MORE = re.compile(r"\(\?:\(\?:([a-z|-]+)\)")
"""Where the pattern of a column of several words names them."""
_OPTIONAL = {"jurisdiction", "lists", "remarks"}


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a pack: `pack` for pack.yaml, and one definition for a row of each file."""
    return {
        "$schema": _DIALECT,
        "title": "A pack of law",
        "$ref": "#/$defs/pack",
        "$defs": {"pack": _pack_schema(), **{name: _row_schema(record) for name, record in FILES.items()}},
    }


def _pack_schema() -> dict[str, Any]:
    text = {"type": "string", "minLength": 1}
    listed = {
        "type": "object", "required": ["title", "regime"],
        "properties": {"title": text, "regime": {"enum": list(REGIMES)}},
    }  # fmt: skip
    edition = {
        "type": "object", "required": ["version", "day", "note"],
        "properties": {"version": text, "day": {"type": "string", "format": "date"}, "note": text},
    }  # fmt: skip
    shapes: dict[str, dict[str, Any]] = {
        "title": text, "jurisdiction": {"type": "string", "pattern": "^[A-Z]{2}$"}, "source": text,
        "verified": {"type": "boolean"}, "languages": {"type": "array", "items": {"type": "string"}},
        "lists": {"type": "object", "additionalProperties": listed},
        "editions": {"type": "array", "minItems": 1, "items": edition}, "remarks": {"type": "string"},
    }  # fmt: skip
    return {
        "type": "object",
        "required": [name for name in shapes if name not in _OPTIONAL],
        "properties": {name: {**shape, "description": _ABOUT[name]} for name, shape in shapes.items()},
        "additionalProperties": False,
    }


def _row_schema(record: type) -> dict[str, Any]:
    columns = columns_of(record)
    return {
        "type": "object",
        "description": (record.__doc__ or "").strip(),
        "required": [each.name for each in columns if each.required],
        "properties": {each.name: _cell_schema(each.kind.schema, each) for each in columns},
        "additionalProperties": False,
    }


def _cell_schema(shape: dict[str, Any], each: Column) -> dict[str, Any]:
    described = {**shape, "description": each.help}
    return described if each.required else {"anyOf": [shape, {"const": ""}], "description": each.help}


def template() -> dict[str, str]:
    """Return the files of an empty pack by name, with a page that explains them."""
    headings = {
        f"{name}.csv": ",".join(each.name for each in columns_of(record)) + "\n" for name, record in FILES.items()
    }
    return {"pack.yaml": _PACK, **headings, "README.md": documentation()}


def documentation() -> str:
    """Return the page that explains every file and column of a pack."""
    return "\n".join(_documentation())


def _documentation() -> Iterator[str]:
    yield "# The files of a pack of law\n"
    yield "A pack is a folder, named by its id. Leave out a file that would be empty; keep every heading as it is.\n"
    yield "## `pack.yaml`\n"
    yield "| field | meaning |\n| --- | --- |"
    for name, about in _ABOUT.items():
        yield f"| `{name}`{'' if name in _OPTIONAL else ' (must)'} | {about} |"
    for record in FILES.values():
        file, _, about = (record.__doc__ or "").strip().partition(": ")
        yield f"\n## {file}\n\n{about[:1].upper()}{about[1:]}\n"
        yield "| column | what stands there | meaning |\n| --- | --- | --- |"
        for each in columns_of(record):
            yield f"| `{each.name}`{' (must)' if each.required else ''} | {_allowed(each)} | {each.help} |"
    yield ""


def _allowed(each: Column) -> str:
    several = _ONE_OR_MORE.search(str(each.kind.schema.get("pattern", "")))
    words = several[1].split("|") if several else each.kind.schema.get("enum", ())
    listed = ", ".join(f"`{word}`" for word in words)
    return " ".join(filter(None, ("any of" if several else "", listed))) if listed else each.kind.name


_PACK = """\
title: The law of Exemplia on drug precursors
jurisdiction: XX
source: Act No 1 of Exemplia, schedule
verified: false
languages: [en]
lists:
  A: {title: Schedule A, regime: precursor}
editions:
  - {version: "2026-01-01", day: 2026-01-01, note: "The schedule as first made."}
"""
