"""Marks that lead a leaked copy back to its reader: how they are made, how copies bear them, how they are traced."""
