"""Special alerts: time-sensitive notices to focal points, and their safe versions for trusted industry.

It owns the words alert, industry alert, recipient, acknowledgement, onward passing, suggestion and trusted company.
"""
