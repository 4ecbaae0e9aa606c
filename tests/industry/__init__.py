"""The mapping of industry and the partnership with it."""
