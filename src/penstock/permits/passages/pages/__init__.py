"""The pages of passages: what is expected at the border, a passage with its steps, and the card on its permit."""
