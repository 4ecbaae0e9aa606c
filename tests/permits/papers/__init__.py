"""Papers of permits: what they say, who signed, and what other programmes make of them."""
