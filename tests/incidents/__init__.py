"""Incidents: reporting, release, secrets, follow-up, and the story on a small screen."""
