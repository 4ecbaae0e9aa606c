"""Registers the parties with Django, with the rooms that keep tables or chores."""

from importlib import import_module

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """The parties as a Django application."""

    name = "penstock.parties"
    label = "parties"

    def ready(self) -> None:
        """Load the directory's tables, its workflow and its chores."""
        import_module("penstock.parties.directory.models")
        import_module("penstock.parties.directory.candidacies")
        import_module("penstock.parties.directory.chores")
        import_module("penstock.parties.companies.models")
        import_module("penstock.parties.signing")
        import_module("penstock.parties.circles.models")
