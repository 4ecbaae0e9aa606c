"""What the tests stand on: databases, instances of the house as real processes, mail, a browser."""
