"""What the doors of every regime are made of: operations with a duty, answers given once, bodies made from forms."""
