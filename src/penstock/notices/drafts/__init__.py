"""Notices before they are sent, or sent anew: what is still to do, who will see it, and by when an answer is due."""
