"""Benchmarks: how a company compares with others of its sector and country, never by a figure of fewer than five."""
