"""What follows an incident: one checklist for seizures and stopped attempts alike, and the measure of it."""
