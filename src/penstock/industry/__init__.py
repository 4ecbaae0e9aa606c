"""Industry: who makes, trades, stores and carries precursors in a country, licensed, inspected and worked with.

It owns the words operator, site, operation, licence, registration, inspection, finding, annual return, mapping, sector,
fee, memorandum, code of conduct, consultation and trusted company.
"""
