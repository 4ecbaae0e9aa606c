"""Commands that ask about chemistry: structures against the packs of law. They need no database."""
