"""Registers industry with Django."""

from django.apps import AppConfig


class IndustryConfig(AppConfig):
    """Industry as a Django application."""

    name = "penstock.industry"
    label = "industry"
