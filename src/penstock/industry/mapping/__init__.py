"""Mapping: what is known of a country's industry, sector by sector and company by company, and how it became known.

It owns the words mapping, sector, review, found company, register file, survey link and summary.
"""
