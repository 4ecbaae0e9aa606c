"""Leads: what platforms, couriers and anybody else report without an account, and what an office makes of it."""
