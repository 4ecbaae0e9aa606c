"""Requests: one office asks another about an incident, or about none; each asked office answers for itself."""
