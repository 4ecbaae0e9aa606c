"""Cores: a scaffold with sites, the groups that may hang on it, and the cores that a parent and its covers make."""
