"""The day by which returns are wanted where the law names none, and reminders of returns: before, on and after it."""
