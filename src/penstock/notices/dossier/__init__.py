"""A notice as its page shows it: what may be done, the route on a map, the story and who has read it."""
