"""What companies play at their desks beside the orders of the day."""
