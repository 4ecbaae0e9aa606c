"""Profiles: what forms ask for, printed, handed out as empty files, and read back."""
