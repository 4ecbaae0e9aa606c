"""The rulebook of structures: the entries of the packs of law as rules that a chemical structure is judged by."""
