"""`penstock structure`: say which lists a chemical structure stands on, by which of its atoms, and why not."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from penstock.catalogue.structures.rulebook import structure_rulebook
from penstock.commands.trouble import Trouble, day
from penstock.engines.structures.answers import Answer
from penstock.engines.structures.drawing import draw
from penstock.engines.structures.molecules.reading import MOST_CHARACTERS, Refused

UNREADABLE = 2


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the subcommand."""
    text = "say which rules a chemical structure meets, and why not for a near miss; needs no database"
    parser = subparsers.add_parser("structure", help=text, description=text)
    parser.add_argument(
        "structure", nargs="?", help="SMILES or InChI; without it, structures are read from the input, one a line"
    )
    parser.add_argument("--on", type=day, metavar="YYYY-MM-DD", help="judge by the law of this day (default: today)")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="draw the structure with the matched atoms marked")
    parser.add_argument("--hits-only", action="store_true", help="from the input: hits without near misses, faster")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Judge; answers 0, whatever is found, and 2 when the one structure given cannot be judged."""
    book = structure_rulebook(args.on or datetime.now(UTC).date())
    if args.structure is None:
        if args.svg:
            raise Trouble("--svg draws one structure: give it as an argument", UNREADABLE)
        structures = lines(sys.stdin)
        answers = book.match_many(structures) if args.hits_only else map(book.match, structures)
        for answer in answers:
            print(json.dumps(result_of(answer), ensure_ascii=False))
        return 0
    answer = book.match(args.structure)
    print(json.dumps(result_of(answer), ensure_ascii=False))
    if answer.refused:
        return UNREADABLE
    if args.svg:
        _draw(answer, args.svg)
    return 0


def result_of(answer: Answer) -> dict[str, Any]:
    """What is said of one structure, as the JSON output has it."""
    said = asdict(answer)
    said["structure"] = said.pop("text")[:MOST_CHARACTERS]
    return {key: said[key] for key in ("structure", "refused", "hits", "near_misses", "more_near_misses", "parts")}


def lines(source: TextIO) -> Iterator[str]:
    """Yield the lines of a text that are not empty; a line beyond every bound is cut, and then refused as too long."""
    pieces: Iterable[str] = iter(lambda: source.readline(MOST_CHARACTERS + 2), "")
    inside = False
    for piece in pieces:
        ends = piece.endswith("\n")
        if not inside and piece.strip():
            yield piece.rstrip("\r\n")
        inside = not ends


def _draw(answer: Answer, path: Path) -> None:
    try:
        path.write_text(draw(answer), encoding="utf-8")
    except Refused as refused:
        raise Trouble(f"--svg {path}: {refused}", UNREADABLE) from None
    except OSError as error:
        raise Trouble(f"--svg {path}: {error.strerror}", UNREADABLE) from None
