"""Registers the kernel with Django."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The kernel as a Django application."""

    name = "penstock.kernel"
    label = "kernel"
