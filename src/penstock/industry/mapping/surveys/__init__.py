"""Survey links: a company answers without an account, and the office takes the answer over by hand."""
