"""Suspicious reports: who reads them, their clocks, goAML, and what must not leak."""
