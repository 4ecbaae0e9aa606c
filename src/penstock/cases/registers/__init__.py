"""What cases are checked against: companies, annual requirements, places that need a closer look, and screening lists.

It owns the words register, requirement, place and screening list. Nothing of these ships: operators and authorities
enter or load it, each with its source.
"""
