"""Notices on paper: each profile as a printed form, with a code by which anybody can ask whether it is genuine."""
