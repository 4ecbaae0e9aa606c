"""The machinery every regime stands on: workflow, visibility, record, delivery, forms, files and web parts.

It owns the words case, step, side, duty, viewer, audience, record, outbox and inbox, and holds no word of the trade.
"""
