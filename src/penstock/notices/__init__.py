"""Pre-export notifications (article 12, paragraph 10(a), of the 1988 Convention) and the answers to them.

It owns the words notice, exporting and importing side, shipment, objection, release, lapse and batch.
"""
