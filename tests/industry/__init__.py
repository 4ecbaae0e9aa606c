"""Tests of industry: licences, inspections and annual returns."""
