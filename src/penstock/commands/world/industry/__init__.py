"""Plays in the exercise world what authorities do with industry."""
