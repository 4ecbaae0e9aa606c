"""The API as a program of an authority uses it."""
