"""`penstock papers validate`: say what is wrong with a file of papers, in the words that the API would use."""

import argparse
import importlib
from pathlib import Path

from penstock.commands.running import instance
from penstock.commands.trouble import Trouble
from penstock.kernel.viewer import Refused

UNREADABLE = 2


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the subcommand."""
    text = "work with files of the exchange format"
    kinds = subparsers.add_parser("papers", help=text, description=text).add_subparsers(metavar="WHAT", required=True)
    text = "say what is wrong with a file of papers, XML or JSON; needs no database"
    validate = kinds.add_parser("validate", help=text, description=text)
    validate.add_argument("file", type=Path, metavar="FILE")
    validate.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Validate; answers 0 when nothing is wrong, 1 when something is, 2 when it is no such file."""
    try:
        content = args.file.read_bytes()
    except OSError as error:
        raise Trouble(f"{args.file}: {error.strerror}", UNREADABLE) from None
    instance.start_django()
    try:
        checked = importlib.import_module("penstock.exchange.papers.checking").check(content)
    except Refused as no:
        raise Trouble(f"{args.file}: {no.message} [{no.code}]", UNREADABLE) from None
    for place, part, fault in checked.faults:
        where = f"{place}, {part.name} {part.marks.get('id', '')}".rstrip() if place else "document"
        print(f"{where}: {fault.field}: {fault.message} [{fault.code}]")
    if not checked.faults:
        for one in checked.deviations:
            print(f"note: it is read, but not as the schema has it: {one}")
    print(
        f"{args.file.name}: {checked.document.name}, {len(checked.document.parts)} parts, {len(checked.faults)} faults"
    )
    return 1 if checked.faults else 0
