"""Stories and laws of STIX and TAXII."""
