"""Webhooks after the Standard Webhooks specification: signing, the guard of addresses, couriers, and their keeping."""
