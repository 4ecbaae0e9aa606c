"""TAXII 2.1: what others fetch from us, what they put in our inbox, and what we fetch from them.

It owns the words collection, inbox (of a collection), posting, envelope, manifest and source.
"""
