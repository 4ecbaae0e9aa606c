"""Single points of contact: whom each side of partnership calls, with deputies, shown to the other side."""
