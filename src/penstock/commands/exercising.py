"""`penstock exercise`: fill an empty instance with the exercise world and hand out its people."""

import argparse
import importlib
import json
import os
from pathlib import Path

from penstock.commands.running import instance


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the subcommand."""
    text = "fill an empty instance with the exercise world, and write its people with their passwords to a file"
    parser = subparsers.add_parser("exercise", help=text, description=text)
    parser.add_argument("people", type=Path, metavar="FILE", help="where the people go (JSON, readable by you alone)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Load the world, then write who can sign in to it."""
    os.environ["PENSTOCK_EXERCISE"] = "yes"
    with instance.database():
        instance.start_django()
        people = importlib.import_module("penstock.commands.exercise").load_exercise()
    instance.write_private(args.people, json.dumps(people, ensure_ascii=False, indent=1))
    return 0
