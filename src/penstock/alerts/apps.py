"""Registers the alerts with Django."""

from importlib import import_module

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """The alerts as a Django application."""

    name = "penstock.alerts"
    label = "alerts"

    def ready(self) -> None:
        """Register effects, what is done to files, and chores, which need the models."""
        import_module("penstock.alerts.services")
        import_module("penstock.alerts.received.files")
        import_module("penstock.alerts.chores")
