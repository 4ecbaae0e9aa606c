"""Field types and form specifications: one list of fields from which every door reads, checks, shows and exports."""
