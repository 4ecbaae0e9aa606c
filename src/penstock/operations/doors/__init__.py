"""What the doors of projects, operations and working groups have in common: pages that ask, and steps of the API."""
