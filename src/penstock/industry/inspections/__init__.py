"""Inspections of licensed companies: planned, held, what was found, and what the company mends by which day."""
