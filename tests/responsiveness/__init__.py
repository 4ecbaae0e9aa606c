"""How fast governments answer, from the record to the measures."""
