"""Whole stories in a real browser, each played with the mouse and with the keyboard alone."""
