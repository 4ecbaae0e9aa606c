"""Lists that officers live in: searches that are kept, columns of one's own, exports, and the walk from row to row.

It owns the words list (cases that may be narrowed, in one order), filter, column, saved search, export and walk.
"""
