"""Deliveries: goods as they were sent and as they came in, with seals, packages and weight, and what differs."""
