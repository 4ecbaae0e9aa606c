"""The signs by which something is suspicious, in groups, as data with their basis."""
