"""What the law lists and what trade is written in: substances, dated lists, packs of law, countries, places, units.

The words this package owns are substance, table, control, pack, request, requirement, country, port and unit.
"""
