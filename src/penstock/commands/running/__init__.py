"""What it takes to run an instance: processes that end with us, the embedded PostgreSQL, roles, settings, mail."""
