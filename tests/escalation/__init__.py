"""Who holds a case, and who is reminded of it on which rung."""
