"""The one vocabulary of what makes an order, an enquiry or a loss suspicious, with who names each sign."""
