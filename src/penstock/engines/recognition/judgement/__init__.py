"""How surely a finding is right, what is said of it, and how much of a salt is the substance itself."""
