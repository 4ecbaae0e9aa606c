"""Notices to platforms: about posts, sellers, accounts or parcels, what is asked, on what basis, and the answer."""
