"""Suggesting alerts: what released incidents show that is new, with its evidence; a person decides upon it."""
