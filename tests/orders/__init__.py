"""Tests of customers, declarations, the check of orders, and what companies report."""
