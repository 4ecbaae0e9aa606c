"""Alerts: sending, receiving, suggesting, and what other systems get of them."""
