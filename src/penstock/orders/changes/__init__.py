"""What a change of the law touches at a company: its customers, licences, declarations and orders, and what to do."""
