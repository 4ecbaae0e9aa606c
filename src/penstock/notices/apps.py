"""Registers the notices with Django, and what the worker and the outbox must know of them."""

from importlib import import_module

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The notices as a Django application."""

    name = "penstock.notices"
    label = "notices"

    def ready(self) -> None:
        """Register effects, chores and holdings, which need the models."""
        import_module("penstock.notices.movements.models")
        import_module("penstock.notices.movements.chores")
        import_module("penstock.notices.services")
        import_module("penstock.notices.answering.replies")
        import_module("penstock.notices.tracks.chores")
        import_module("penstock.notices.escalation.telling")
        import_module("penstock.notices.chores")
        import_module("penstock.notices.shipments.holdings")
        import_module("penstock.notices.responsiveness.chores")
        import_module("penstock.notices.lists.register")
        import_module("penstock.notices.lists.sheets")
