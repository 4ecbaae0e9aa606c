"""The pages of routing: the work that waits, the queues, the rules, and trying them."""
