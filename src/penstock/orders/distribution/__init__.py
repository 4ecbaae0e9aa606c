"""Distributors: which duties are passed on to a customer that sells on, confirmed each year, and what it resold."""
