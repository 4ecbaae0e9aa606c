"""Samples: asked for by a customer, looked into like a sale, approved by another person, and counted over a year."""
