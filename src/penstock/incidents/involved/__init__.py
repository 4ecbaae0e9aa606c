"""Persons and companies of an incident: nominal data, kept apart, each seen by those alone to whom it is given."""
