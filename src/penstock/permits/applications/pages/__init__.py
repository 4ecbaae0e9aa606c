"""The pages of applications: the list, the sheet, the application itself, and its steps."""
