"""What `make` runs beside the house."""
