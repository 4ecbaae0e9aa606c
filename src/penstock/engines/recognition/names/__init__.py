"""What names mean: the exact index, names made by rule, word lists, and the names of ordinary chemicals."""
