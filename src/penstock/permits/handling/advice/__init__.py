"""Advice: what the authority that decides asks other agencies of its country, and what each of them answers."""
