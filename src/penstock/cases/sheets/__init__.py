"""Sheets: forms with lists in them, how they are drawn on pages, and how they are sent to the operations."""
