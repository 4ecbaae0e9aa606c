"""Pages of annual returns, and of the journal they are made from."""
