"""Which incidents belong together: marks they share, likeness, suggestions that a person accepts or refuses."""
