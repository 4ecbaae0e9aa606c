"""Registers the cases with Django, with the tables of their registers."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import get_language

from penstock.cases.enquiries.phrases import READER


class CasesConfig(AppConfig):
    """The cases as a Django application."""

    name = "penstock.cases"
    label = "cases"

    def ready(self) -> None:
        """Load the tables of the registers; those of enquiries, their workflow and their chores."""
        READER.append(get_language)
        import_module("penstock.cases.assignments.models")
        import_module("penstock.cases.registers.models")
        import_module("penstock.cases.enquiries.models")
        import_module("penstock.cases.enquiries.services")
        import_module("penstock.cases.enquiries.chores")
        import_module("penstock.cases.lists.models")
        import_module("penstock.cases.lists.exporting.writing")
