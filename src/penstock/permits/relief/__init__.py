"""Emergency relief: deliveries of controlled medicines without import paper and estimates, and what follows them.

WHO/INCB model guidelines for the international provision of controlled medicines for emergency medical care
(WHO/PSA/96.17); INCB annual report for 2023, recommendation 17.
"""
