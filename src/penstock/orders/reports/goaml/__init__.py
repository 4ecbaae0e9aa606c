"""A suspicious report as goAML, the format in which financial intelligence units take reports."""
