"""The check of an order: go, hold or ask, with every reason and its law, sealed so that it can be shown later."""
