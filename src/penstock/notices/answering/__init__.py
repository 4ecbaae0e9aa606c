"""The answers beyond yes and no: more time, conditions, a company not known, silence, and many answers at once."""
