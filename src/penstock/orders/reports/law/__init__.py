"""What law says of reports: to whom something is owed and by when, and what may be told to whom."""
