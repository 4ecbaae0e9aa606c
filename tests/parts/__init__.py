"""The gallery of the web parts, and what is checked on it."""
