"""The pages on which incidents are reported, released and read."""
