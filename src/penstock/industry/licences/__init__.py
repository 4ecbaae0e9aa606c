"""Licences and registrations of operators: granted, renewed, amended, suspended, revoked, and checked by anybody."""
