"""Receiving alerts: acknowledging them, passing them on inside a country, and their files."""
