"""A country's year of a substance as people read it: step by step, how complete it is, and whether it comes out."""
