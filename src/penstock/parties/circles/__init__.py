"""Standing audiences: a circle stands in a case's audience for whoever is in it on the day of reading."""
