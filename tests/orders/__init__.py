"""Tests of customers, declarations and the check of orders."""
