"""Enquiries on a case, between authorities and with a company."""
