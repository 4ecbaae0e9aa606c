"""Permits: what goods need to cross a border, from a company's application to the last endorsement.

It owns the words application, permit, holder, passage, endorsement, account, estimate, assessment and balance. A notice
tells another Government of a shipment; a permit allows one, and draws on what a country said that it needs in a year.
"""
