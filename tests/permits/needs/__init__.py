"""Stories of what countries need, of their balances, and of the guides that help to estimate them."""
