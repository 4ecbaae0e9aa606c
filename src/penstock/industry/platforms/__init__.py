"""Platforms: services by which chemicals are offered, paid for, carried or advertised, and what is arranged with them.

It owns the words platform, posting policy, policy check, notice to a platform and lead.
"""
