"""The lists of notices: what they are narrowed by, their columns, and their files."""
