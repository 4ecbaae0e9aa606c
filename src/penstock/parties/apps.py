"""Registers the parties with Django."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """The parties as a Django application."""

    name = "penstock.parties"
    label = "parties"
