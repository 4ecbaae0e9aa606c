"""Pages of licences, and the page on which anybody checks a number."""
