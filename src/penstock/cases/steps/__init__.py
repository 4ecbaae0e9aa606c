"""The steps of a case at the doors: what the operations and the pages of every regime do alike with its workflow."""
