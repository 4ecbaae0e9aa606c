"""Stories of tracks, replies and silence."""
