"""What is reckoned of a passage: its figures, what they do to the ledger, by when it is owed, and what ends with it."""
