"""Anybody checks whether a licence is valid by its number; names are confirmed, and never given away."""
