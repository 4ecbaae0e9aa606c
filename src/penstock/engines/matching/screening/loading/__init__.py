"""Lists of parties as they are published, read into entries: what cannot be read is named, with its place and why."""
