"""The public API: the same acts as the pages, with bearer tokens, idempotency keys and answers that name the field."""
