"""Tests of licensing, of the mapping of industry and of the partnership with it."""
