"""The catalogue to be read: lists, substances, questions with a day and a country, and what a change would touch."""
