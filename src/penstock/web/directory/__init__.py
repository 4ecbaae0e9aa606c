"""The pages of the directory: reading it, keeping a country's part, people and delegations, first administrators."""
