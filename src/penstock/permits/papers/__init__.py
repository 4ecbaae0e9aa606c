"""Permits as documents that anybody can verify: on paper, as signed data, online, and without a connection."""
