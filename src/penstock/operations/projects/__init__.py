"""Projects and their task forces: each has a circle, in which offices have a seat that they are invited to."""
