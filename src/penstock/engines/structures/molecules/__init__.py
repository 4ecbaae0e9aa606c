"""Molecules: reading them within bounds, their standard form, and whether two are the same substance."""
