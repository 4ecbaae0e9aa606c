"""An instance with a safeguard taken out, to show that the checker sees what the safeguard is for."""
