"""The pages of requests: the list, the draft, the request itself and its steps."""
