"""Meetings of working groups: they are called, minutes are written, and closed by who chairs."""
