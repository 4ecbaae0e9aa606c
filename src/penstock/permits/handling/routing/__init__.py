"""Routing: queues of an authority, and the ordered rules by which an application comes into one when it is lodged."""
