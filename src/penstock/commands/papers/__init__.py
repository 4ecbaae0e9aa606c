"""`penstock papers`: work with files of the exchange format."""
