"""Registers projects and operations with Django."""

from importlib import import_module

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Projects and operations as a Django application."""

    name = "penstock.operations"
    label = "operations"

    def ready(self) -> None:
        """Register the effects of steps and the reminders, which need the models."""
        import_module("penstock.operations.projects.services")
        import_module("penstock.operations.conduct.services")
        import_module("penstock.operations.groups.services")
        import_module("penstock.operations.groups.meetings.services")
        import_module("penstock.operations.groups.actions.services")
