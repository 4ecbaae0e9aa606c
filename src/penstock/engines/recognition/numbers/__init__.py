"""Numbers and structures: their shapes and check digits, and the substances they stand for."""
