"""What comes in: put there by an organisation's own systems or fetched from sources, kept as it came, looked at by people."""
