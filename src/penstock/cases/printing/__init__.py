"""What papers of all regimes share: fonts, codes that can be typed, and how often anybody may ask of them."""
