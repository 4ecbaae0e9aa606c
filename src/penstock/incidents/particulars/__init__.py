"""What is said of an incident: its facts, its route, what hid it, and what was found."""
