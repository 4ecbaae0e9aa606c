"""What a file's words mean: amounts and units, days, countries and places, substances, and words from lists.

Each answer says how it was understood, or why it was not; nothing is guessed silently.
"""
