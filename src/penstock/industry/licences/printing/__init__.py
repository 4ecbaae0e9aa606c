"""A licence as its authority hands it out: a PDF with a symbol that leads to the public check, and signed."""
