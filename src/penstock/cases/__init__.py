"""What all regimes share: the case, its clock, versions, comments, files and who has read it.

It owns the words case, reference, opener, counterpart, marking, version, comment, attachment, receipt and clock.
"""
