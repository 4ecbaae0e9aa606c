"""Registers the cases with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases as a Django application."""

    name = "penstock.cases"
    label = "cases"
