"""What comes in: put there by an organisation's systems or fetched from sources, kept as it came, and looked at."""
