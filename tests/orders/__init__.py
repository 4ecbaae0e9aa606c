"""Orders: what companies report."""
