"""What the owner of a list does: make it, load editions, publish them with a second person, and vet recipients."""
