"""Incidents as objects of STIX 2.1, by pure functions, with an extension for what STIX has no words for.

It owns the words object, extension, marking definition and bundle.
"""
