"""Papers exchanged with other systems, in XML and JSON alike: notices, steps taken on them, receipts, the directory.

It owns the words paper (one message about one case), mark (what a paper says about itself) and receipt (what became of
a paper that was sent).
"""
