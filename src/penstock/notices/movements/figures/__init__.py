"""The figures of movements: amounts and balances, what bounds them, base content, and how they are shown."""
