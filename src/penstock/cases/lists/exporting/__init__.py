"""Exports of lists: written by the worker, fetched by whoever asked."""
