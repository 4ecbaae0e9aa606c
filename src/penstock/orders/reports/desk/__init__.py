"""The pages of suspicious reports: the list, the form, the report itself and its steps."""
