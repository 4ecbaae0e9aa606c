"""What goes out and what comes in: outbox, inbox and the worker that delivers."""
