"""Pages of leads for the office."""
