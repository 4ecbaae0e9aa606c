"""A line of goods as it is read: folded letters, tokens, parts, amounts, and the tricks that hide a word."""
