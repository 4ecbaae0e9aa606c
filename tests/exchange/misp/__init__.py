"""Stories of clients of MISP."""
