"""Registers the exchange with Django, and what the worker must do for it."""

from importlib import import_module

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The exchange as a Django application."""

    name = "penstock.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Register the couriers and chores, which need the models."""
        import_module("penstock.exchange.agenda.chores")
        import_module("penstock.exchange.papers.bulk")
        import_module("penstock.exchange.taxii.models")
        import_module("penstock.exchange.misp.models")
        import_module("penstock.exchange.taxii.chores")
        import_module("penstock.exchange.webhooks.couriers")
