"""The pages of relief: everything at a glance, and each emergency, agreement and request with its steps."""
