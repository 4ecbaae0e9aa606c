"""Is this party a listed or known one: lists read, candidates found by pieces of names, and compared with care.

It owns the words party, entry, alert, candidate and evidence. A score is a reason to look, and never a decision.
"""
