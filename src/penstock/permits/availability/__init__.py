"""How much of controlled medicines reaches people: consumption, doses for statistics, and both by inhabitants.

It owns the words consumption, population, dose and availability.
"""
