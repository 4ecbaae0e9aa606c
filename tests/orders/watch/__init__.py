"""Tests of the watch: rounds over a company's orders, and what people decide."""
