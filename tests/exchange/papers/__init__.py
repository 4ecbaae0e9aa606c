"""The exchange format: what it carries, what it refuses, and how it is pushed and pulled."""
