"""Actions of working groups: what one member does by a day, what became of it, and the reminders."""
