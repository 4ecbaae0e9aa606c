"""How fast governments answer: rounds followed from the record, measures for all authorities, delays for one's own.

It owns the words round (one asking of the importing side), measure and delay.
"""
