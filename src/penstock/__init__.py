"""Penstock: open, self-hosted control of drug precursors."""

__version__ = "0.1.0"
