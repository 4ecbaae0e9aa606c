"""Registers the pages with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages as a Django application."""

    name = "penstock.web"
    label = "web"
