"""Registers the API with Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API as a Django application."""

    name = "penstock.api"
    label = "api"
