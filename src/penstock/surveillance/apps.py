"""Registers the surveillance lists with Django, and what the worker must know of them."""

from importlib import import_module

from django.apps import AppConfig


class SurveillanceConfig(AppConfig):
    """The surveillance lists as a Django application."""

    name = "penstock.surveillance"
    label = "surveillance"

    def ready(self) -> None:
        """Register effects and chores, which need the models."""
        import_module("penstock.surveillance.keeping.services")
        import_module("penstock.surveillance.copies.services")
        import_module("penstock.surveillance.chores")
