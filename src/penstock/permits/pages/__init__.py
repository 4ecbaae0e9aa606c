"""The pages of permits: the list, the permit itself, and its steps."""
