"""Registers the incidents with Django."""

from importlib import import_module

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """The incidents as a Django application."""

    name = "penstock.incidents"
    label = "incidents"

    def ready(self) -> None:
        """Register effects and what is done to files, which need the models."""
        import_module("penstock.incidents.services")
        import_module("penstock.incidents.evidence.keeping")
        import_module("penstock.incidents.intake.chores")
        import_module("penstock.incidents.linking.chores")
        import_module("penstock.incidents.linking.named")
        import_module("penstock.incidents.requests.services")
        import_module("penstock.incidents.requests.chores")
