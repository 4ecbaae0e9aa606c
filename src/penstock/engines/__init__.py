"""Engines: pure Python without Django or network, each a library of its own with one door."""
