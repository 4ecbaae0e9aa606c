"""Alerts for other systems."""
