"""A permit as PDF/A: what stands in its boxes, the symbol, and the signature over the file."""
