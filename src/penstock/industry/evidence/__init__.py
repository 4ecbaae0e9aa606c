"""Files beside the cases of licensing: what proves an applicant fit, what an inspector found, what was mended."""
