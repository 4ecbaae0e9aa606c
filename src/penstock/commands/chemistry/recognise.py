"""`penstock recognise`: say of each line of a text which controlled substances it names; needs no database."""

import argparse
import io
import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from penstock.catalogue.naming.recognisers import recognise, said_of
from penstock.commands.trouble import Trouble, day
from penstock.engines.recognition.judgement.confidence import DEFAULT_THRESHOLD

REDRAW_SECONDS = 0.2
UNREADABLE = 2
LONGEST_PIECE = 16 * 1024 * 1024
"""Characters held at once: a longer line is looked at in pieces."""


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the subcommand."""
    text = "find controlled substances in each line of a text and write JSON Lines; needs no database"
    parser = subparsers.add_parser("recognise", help=text, description=text)
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="the text in UTF-8 (default: what is piped in)"
    )
    parser.add_argument("--on", type=day, metavar="YYYY-MM-DD", help="name the rules of this day (default: today)")
    parser.add_argument(
        "--jurisdiction",
        action="append",
        metavar="XX",
        help="name the rules of this jurisdiction only; may be repeated",
    )
    parser.add_argument(
        "--threshold",
        type=_share,
        default=DEFAULT_THRESHOLD,
        metavar="SHARE",
        help="tell what is at least so sure, from 0 to 1 (default: %(default)s)",
    )
    parser.add_argument("--all", action="store_true", help="write a line also where nothing is found")
    parser.set_defaults(run=run)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no share; write a number from 0 to 1")
    return share


def run(args: argparse.Namespace) -> int:
    """Read to the end; answers 0, found or not."""
    on = args.on or datetime.now(UTC).date()
    jurisdictions = [one.upper() for one in args.jurisdiction] if args.jurisdiction else None
    found_in = lines = 0
    with _opened(args.file) as content:
        for number, offset, text in _with_progress(_pieces(content)):
            found = recognise(text, on=on, jurisdictions=jurisdictions, threshold=args.threshold)
            lines = number
            found_in += any(one.is_listed for one in found)
            if found or args.all:
                said = {"line": number, **({"offset": offset} if offset else {})}
                said_all = {**said, "recognitions": [said_of(one) for one in found]}
                sys.stdout.write(json.dumps(said_all, ensure_ascii=False) + "\n")
    print(f"{lines:,} lines, controlled substances in {found_in:,}", file=sys.stderr)
    return 0


def _opened(file: str) -> BinaryIO:
    if file == "-":
        return sys.stdin.buffer
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise Trouble(f"{file}: {error.strerror}", UNREADABLE) from None


def _pieces(content: BinaryIO) -> Iterator[tuple[int, int, str]]:
    """Yield each line with its number, in pieces where it is very long (the second number is where a piece begins)."""
    text = io.TextIOWrapper(content, encoding="utf-8-sig", errors="replace")
    number, offset = 1, 0
    while piece := text.readline(LONGEST_PIECE):
        yield number, offset, piece.rstrip("\r\n")
        is_whole = piece.endswith("\n")
        number, offset = (number + 1, 0) if is_whole else (number, offset + len(piece))


def _with_progress(pieces: Iterator[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The pieces as they are, with a line of progress on a terminal that is drawn over itself."""
    if not sys.stderr.isatty():
        yield from pieces
        return
    drawn = 0.0
    for piece in pieces:
        yield piece
        if time.monotonic() - drawn > REDRAW_SECONDS:
            drawn = time.monotonic()
            print(f"\r\033[K{piece[0]:,} lines", end="", file=sys.stderr, flush=True)
    print("\r\033[K", end="", file=sys.stderr)
