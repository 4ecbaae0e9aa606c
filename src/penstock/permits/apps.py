"""Registers the permits with Django."""

from importlib import import_module

from django.apps import AppConfig


class PermitsConfig(AppConfig):
    """The permits as a Django application."""

    name = "penstock.permits"
    label = "permits"

    def ready(self) -> None:
        """Register effects and chores, which need the models."""
        import_module("penstock.permits.services")
        import_module("penstock.permits.applications.services")
        import_module("penstock.permits.papers.models")
        import_module("penstock.permits.papers.signing.keys")
        import_module("penstock.permits.chores")
        import_module("penstock.permits.passages.services")
        import_module("penstock.permits.passages.chores")
        import_module("penstock.permits.needs.chores")
        import_module("penstock.permits.availability.services")
        import_module("penstock.permits.handling.advice.chores")
        import_module("penstock.permits.handling.routing.lodging")
        import_module("penstock.permits.relief.services")
        import_module("penstock.permits.relief.chores")
