"""Files of reports: what platforms and couriers hand in, a line for each report."""
