"""The work of the receiving office: which one it is, what it judges, and what it offers to those above."""
