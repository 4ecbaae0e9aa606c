"""Registers orders with Django."""

from importlib import import_module

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders as a Django application."""

    name = "penstock.orders"
    label = "orders"

    def ready(self) -> None:
        """Register effects and chores, which need the models."""
        import_module("penstock.orders.changes.chores")
        import_module("penstock.orders.declarations.models")
        import_module("penstock.orders.declarations.chores")
        import_module("penstock.orders.deliveries.models")
        import_module("penstock.orders.distribution.chores")
        import_module("penstock.orders.holds.services")
        import_module("penstock.orders.watch.models")
        import_module("penstock.orders.watch.rounds.chores")
        import_module("penstock.orders.reports.services")
        import_module("penstock.orders.reports.chores")
        import_module("penstock.orders.samples.services")
