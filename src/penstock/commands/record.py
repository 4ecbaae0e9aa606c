"""`penstock record verify`: follow the record's chain from the first event to the last.

It shares no code with the program that writes the record: it reads the table itself and computes each hash anew.
A chain alone cannot show that its tail was cut off or that all of it was written anew; a checkpoint kept elsewhere
(the line that this command prints) shows both.
"""

import argparse
import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC
from typing import Any

import psycopg
from psycopg.rows import dict_row

from penstock.commands.running import instance
from penstock.commands.trouble import Trouble

FIELDS = "seq, at, name, case_id, person_id, person_name, organisation_id, organisation_name, data, audience"
AT_ONCE = 2000


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the subcommand."""
    text = "work with the record of every act"
    kinds = subparsers.add_parser("record", help=text, description=text).add_subparsers(metavar="WHAT", required=True)
    text = "follow the chain of the record and say whether anything in it was changed"
    verify = kinds.add_parser("verify", help=text, description=text)
    verify.add_argument(
        "--checkpoint",
        nargs=2,
        metavar=("SEQ", "HASH"),
        help="what an earlier run printed and you kept elsewhere; shows a tail that was cut off or written anew",
    )
    verify.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Verify; answers 0 when the chain holds and 1 when it does not, with the first event that is wrong."""
    with instance.database(), psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("SELECT set_config('penstock.scope', 'all', true)")
        wrong, seq, digest = follow(connection, args.checkpoint)
        head = connection.execute("SELECT seq, hash FROM kernel_chainhead").fetchone()
    if not wrong and head != (seq, digest):
        wrong = f"the newest event is {seq}, but the head of the chain says {head[0] if head else 'nothing'}"
    if wrong:
        raise Trouble(f"the record was changed: {wrong}")
    print(f"{seq} events, unbroken. Checkpoint, to be kept elsewhere: {seq} {digest or '-'}")
    return 0


def follow(connection: psycopg.Connection[Any], checkpoint: list[str] | None) -> tuple[str, int, str]:
    """What is wrong (empty when nothing is), and the last event reached with its hash."""
    seq, digest = 0, ""
    seen = checkpoint is None
    for event in _events(connection):
        if event["seq"] != seq + 1:
            return f"after event {seq} comes {event['seq']}", seq, digest
        if event["previous"] != digest or event["hash"] != hash_of(event):
            return f"event {event['seq']} ({event['name']}) does not have its hash", seq, digest
        seq, digest = event["seq"], event["hash"]
        if checkpoint and str(seq) == checkpoint[0]:
            if digest != checkpoint[1]:
                return f"event {seq} had another hash at the checkpoint", seq, digest
            seen = True
    return ("" if seen or checkpoint == ["0", "-"] else "the event of the checkpoint is gone"), seq, digest


def _events(connection: psycopg.Connection[Any]) -> Iterator[dict[str, Any]]:
    with connection.cursor(name="record", row_factory=dict_row) as cursor:
        cursor.itersize = AT_ONCE
        yield from cursor.execute(f"SELECT {FIELDS}, previous, hash FROM kernel_event ORDER BY seq")  # noqa: S608 - constants


def hash_of(event: dict[str, Any]) -> str:
    """SHA-256 of the previous hash and of the event as JSON with sorted keys and without spaces, in UTF-8."""
    content = {name: _plain(event[name]) for name in FIELDS.split(", ")}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((event["previous"] + text).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, int | str | dict):
        return value
    if isinstance(value, list):
        return [str(one) for one in value]
    if hasattr(value, "astimezone"):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)
