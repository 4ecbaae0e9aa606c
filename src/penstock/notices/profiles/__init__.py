"""Profiles: what a form asks for, under which numbers and words, and on which basis; as data with sources."""
