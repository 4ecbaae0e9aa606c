"""Permits for national systems: each as it stands, in XML and JSON, in the order in which something happened to it."""
