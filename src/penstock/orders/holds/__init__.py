"""Orders that a check did not let go: each a case of the company, lifted by another person or refused."""
