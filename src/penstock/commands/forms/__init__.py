"""Commands about forms: empty files to fill in."""
