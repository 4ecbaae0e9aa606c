"""Stories of how much of controlled medicines reaches people."""
