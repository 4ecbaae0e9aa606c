"""Registers the tables and pages of the catalogue with Django, and says where the book in force is kept."""

from importlib import import_module

from django.apps import AppConfig

from penstock.catalogue.law.force import found_in, moment
from penstock.kernel.rowsecurity import HELD_STILL


class CatalogueConfig(AppConfig):
    """The catalogue as a Django application."""

    name = "penstock.catalogue.adoption"
    label = "catalogue"

    def ready(self) -> None:
        """Register effects, which need the models; each transaction then goes by one book."""
        import_module("penstock.catalogue.adoption.services")
        found_in(import_module("penstock.catalogue.adoption.queries").book_in_force)
        HELD_STILL.append(moment)
