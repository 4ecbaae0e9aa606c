"""One seller's own orders, looked at by its own people: judged in one process, with what they need to see beside."""
