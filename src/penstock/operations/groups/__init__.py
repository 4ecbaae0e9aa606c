"""National working groups: who is in one, its meetings with their minutes, and the actions that it agreed on.

It owns the words working group, meeting, minutes and action (what one member does by a day).
"""
