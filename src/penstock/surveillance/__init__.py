"""Surveillance lists that are not public: an empty container, loaded by its owner and handed to vetted recipients.

Penstock holds no content of such a list. Only the owner and the recipients learn that a list is there at all. It owns
the words surveillance list, owner, edition, entry, vetting, access class, copy, holder, giver, opening, mark and trace.
"""
