"""Files of incidents: the original is kept apart as evidence with its hash, and what is shared holds no metadata."""
