"""Customers of a company: who they are, where goods go, with whom they belong together, and what licences they hold."""
