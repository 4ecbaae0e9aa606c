"""What moves under a notice: planned and actual dispatches, arrivals, returns and diversions, and what is left."""
