"""The pages of the mapping."""
