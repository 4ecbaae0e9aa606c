"""Pages of notices to platforms."""
