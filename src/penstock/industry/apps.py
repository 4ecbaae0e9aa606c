"""Registers industry with Django."""

from importlib import import_module

from django.apps import AppConfig


class IndustryConfig(AppConfig):
    """Industry as a Django application."""

    name = "penstock.industry"
    label = "industry"

    def ready(self) -> None:
        """Register the tables of each room."""
        import_module("penstock.industry.mapping.models")
        import_module("penstock.industry.partnership.models")
