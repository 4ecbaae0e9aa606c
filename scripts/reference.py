"""Writes the generated part of `docs/reference`; a test fails when a page there is stale.

A page is a function without arguments that returns its text; add it to `PAGES`.
"""

import argparse
import json
import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penstock.settings")
os.environ.setdefault("PENSTOCK_SECRET_KEY", "for the generator of the documents only")
django.setup()

from penstock.catalogue.law import templates  # noqa: E402 - likewise
from penstock.commands.__main__ import parser  # noqa: E402 - what is documented needs Django set up
from penstock.exchange.papers import schemas  # noqa: E402 - likewise
from penstock.exchange.stix.extension import EXTENSIONS, schema_text  # noqa: E402 - likewise
from penstock.notices.profiles.profile import Profile  # noqa: E402 - likewise
from scripts import regimes  # noqa: E402 - likewise

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
NOTE = "<!-- Written by `make docs`; change the code, not this page. -->"


def commands() -> str:
    """Every subcommand of `penstock` with its options."""
    parts = ["# The command", "Each subcommand ends with 0 when all is well, and says in one line when it is not."]
    for name, found in _subcommands(parser(), "penstock"):
        rows = [_row(action) for action in found._actions if not isinstance(action, argparse._HelpAction)]  # noqa: SLF001
        parts += [f"## `{name}`", _sentence(found.description)]
        if rows:
            parts.append("\n".join(["| option | meaning |", "| --- | --- |", *rows]))
    return "\n\n".join(parts)


def _subcommands(of: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    nested = [action for action in of._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001
    for action in nested:
        for word, found in action.choices.items():
            yield from _subcommands(found, f"{name} {word}")
    if not nested:
        yield name, of


def _sentence(text: str | None) -> str:
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _row(action: argparse.Action) -> str:
    metavar = action.metavar or action.dest.upper()
    value = "" if action.nargs == 0 else metavar if isinstance(metavar, str) else " ".join(metavar)
    name = " ".join([", ".join(action.option_strings), value]).strip()
    meaning = (action.help or "").replace("%(default)s", str(action.default)).replace("|", "\\|")
    return f"| `{name}` | {meaning} |"


PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands,
    "settings.md": regimes.environment,
    "workflows.md": regimes.states,
    "permissions.md": regimes.permissions,
    "events.md": regimes.events,
    "fields.md": regimes.forms,
    "openapi.json": regimes.contract,
    "packs.md": templates.documentation,
    "profile.schema.json": lambda: json.dumps(Profile.model_json_schema(), indent=1),
    "papers.xsd": schemas.xml_schema,
    "papers.schema.json": schemas.json_schema,
    "pack.schema.json": lambda: json.dumps(templates.schema(), indent=1),
    **{f"stix/{name}.schema.json": partial(schema_text, name) for name in EXTENSIONS},
}


def written(name: str, page: Callable[[], str]) -> str:
    """The whole text of a page; a schema has no room for the note before its own beginning."""
    return f"{page().strip()}\n" if name.endswith((".json", ".xsd")) else f"{NOTE}\n\n{page().strip()}\n"


def stale(directory: Path = REFERENCE, pages: Mapping[str, Callable[[], str]] = PAGES) -> list[str]:
    """The pages that no longer say what the code says."""

    def kept(name: str) -> str:
        file = directory / name
        return file.read_text() if file.exists() else ""

    return [name for name, page in pages.items() if kept(name) != written(name, page)]


def main() -> None:
    """Write every stale page again."""
    for name in stale():
        (REFERENCE / name).write_text(written(name, PAGES[name]))
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
