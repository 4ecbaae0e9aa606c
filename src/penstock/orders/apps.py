"""Registers orders with Django."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders as a Django application."""

    name = "penstock.orders"
    label = "orders"
