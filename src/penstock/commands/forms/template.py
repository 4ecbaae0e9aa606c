"""`penstock template`: write an empty file of shipments for a form, as XLSX or CSV; needs no database."""

import argparse
from pathlib import Path

from penstock.commands.trouble import Trouble
from penstock.notices.profiles.profile import profiles
from penstock.notices.shipments.blanks import blank_csv, blank_xlsx

UNREADABLE = 2
MADE = {".csv": blank_csv, ".xlsx": blank_xlsx}


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the subcommand."""
    text = "write an empty file of shipments for a form, with headings, help and codes; needs no database"
    parser = subparsers.add_parser("template", help=text, description=text)
    parser.add_argument("form", choices=sorted(profiles()), help="the form: " + ", ".join(sorted(profiles())))
    parser.add_argument("file", type=Path, metavar="FILE", help="where to write it; the name ends in .xlsx or .csv")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the file; an existing one is left as it is."""
    made = MADE.get(args.file.suffix.lower())
    if made is None:
        raise Trouble(f"{args.file}: the name must end in .xlsx or .csv", UNREADABLE)
    try:
        with args.file.open("xb") as out:
            out.write(made(profiles()[args.form]))
    except OSError as error:
        raise Trouble(f"{args.file}: {error.strerror}", UNREADABLE) from None
    return 0
