"""Passages: what really crossed a border under a permit, what was endorsed, and what had to be reconciled."""
