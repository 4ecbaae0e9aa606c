"""The entry point: finds the subcommand, runs it, and turns trouble into one line and an exit code."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from types import ModuleType

from penstock.commands import catalogue, check, demo, exercising, migrate, record, serve, worker
from penstock.commands.chemistry import recognise, structure
from penstock.commands.forms import template
from penstock.commands.papers import validate
from penstock.commands.trouble import Trouble

SUBCOMMANDS: tuple[ModuleType, ...] = (
    demo,
    serve,
    worker,
    migrate,
    exercising,
    check,
    template,
    catalogue,
    recognise,
    structure,
    validate,
    record,
)
INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """Every subcommand with its options."""
    made = argparse.ArgumentParser(prog="penstock", description="Control of drug precursors, on your own machine.")
    made.add_argument("--version", action="version", version=f"penstock {version('penstock')}")
    subparsers = made.add_subparsers(title="subcommands", metavar="SUBCOMMAND", required=True)
    for module in SUBCOMMANDS:
        module.add(subparsers)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit code."""
    args = parser().parse_args(arguments)
    try:
        return int(args.run(args))
    except Trouble as trouble:
        print(f"penstock: {trouble}", file=sys.stderr)
        return trouble.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has left, as in `penstock ... | head`: nobody is there to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
