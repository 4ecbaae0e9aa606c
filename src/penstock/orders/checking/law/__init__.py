"""What the packs in force ask of a sale, and whether an order and its customer's papers answer to it; no database."""
