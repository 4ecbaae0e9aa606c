"""The directory: entries, people, delegation, calendars, first administrators, and what is taken along."""
