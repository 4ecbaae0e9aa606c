"""Fees of licensing: what an authority asks, what an application owes, and what was paid or waived; optional."""
