"""`penstock migrate`: bring the tables, their row policies and the roles up to this version of the program."""

import argparse
import importlib
import os

from penstock.commands.running import instance, roles


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the subcommand."""
    text = "bring the database up to this version; safe to repeat"
    parser = subparsers.add_parser("migrate", help=text, description=text)
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    """Migrate as the owner of the tables, then close the fences around each row."""
    with instance.database():
        application = os.environ["DATABASE_URL"]
        instance.as_owner()
        roles.admit(os.environ["DATABASE_URL"], application)
        instance.start_django()
        call_command = importlib.import_module("django.core.management").call_command
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        connection = importlib.import_module("django.db").connection
        importlib.import_module("penstock.kernel.rowsecurity").secure_tables(connection)
        connection.close()
    return 0
