"""Secrecy: what a third party must not be able to tell."""
