"""Trusted industry: the companies that a country's authority trusts with alerts, each on a ground that is kept."""
