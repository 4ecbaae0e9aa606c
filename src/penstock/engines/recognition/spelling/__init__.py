"""Names written badly: what sounds or looks alike, what lies a few letters away, and what is never a slip."""
