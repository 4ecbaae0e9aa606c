"""Applications for permits: by a company, or keyed in by the authority; advised on, recommended, decided."""
