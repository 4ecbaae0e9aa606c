"""How a round is asked for, what it reads, how it is judged, and what of it was reviewed before."""
