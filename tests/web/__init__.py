"""The pages: forms that lose nothing, a journey without scripts, and every route for every kind of person."""
