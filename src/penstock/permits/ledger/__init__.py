"""The ledger: accounts of pure substance by country and year and by permit, and the entries that move them.

An entry is never changed; the database keeps the totals and refuses a reservation beyond what is left.
"""
