"""Worksheets that help to estimate a year's need, by the three methods of the Board and the WHO."""
