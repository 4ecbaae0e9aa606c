"""Processes killed by the dozen while people work, and another program that says what was lost or doubled."""
