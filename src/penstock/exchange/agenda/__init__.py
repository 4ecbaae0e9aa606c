"""A person's deadlines where the person looks: a calendar by a secret address, and a daily digest by mail."""
