"""Projects with their task forces: who is in one, what is released to it, and what nobody else learns."""
