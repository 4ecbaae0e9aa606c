"""Sending alerts: whom they reach, who has received them, and what is mailed."""
