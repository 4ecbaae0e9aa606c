"""What speaks for a closer look: indicators on the order or computed, typologies that weigh them, names on lists."""
