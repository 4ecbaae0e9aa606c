"""Live updates: a process of its own tells a browser that something has changed, and never what."""
