"""Registers the cases with Django, with the tables of their registers."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases as a Django application."""

    name = "penstock.cases"
    label = "cases"

    def ready(self) -> None:
        """Load the tables of the registers."""
        import_module("penstock.cases.registers.models")
