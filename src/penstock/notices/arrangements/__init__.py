"""Arrangements: who answers for a territory that is contested, unclear or not registered."""
