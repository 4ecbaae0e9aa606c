"""Pages of platforms."""
