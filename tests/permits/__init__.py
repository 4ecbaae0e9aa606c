"""Permits: applications, what is issued, and balances that cannot be overdrawn."""
