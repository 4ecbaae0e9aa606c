"""Papers that customers sign: fixed words with their hash, a link that is good once, a paper taken in, and an end."""
