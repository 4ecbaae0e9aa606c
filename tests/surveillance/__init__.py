"""Surveillance lists that are not public: what owner and recipients do, and that nobody else learns of anything."""
