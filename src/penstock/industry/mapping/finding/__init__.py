"""Companies found: entered one by one or from a register's file, and matched by a person with those that are known."""
