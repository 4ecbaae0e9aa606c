"""What stands out in orders: signals with their figures, typologies that weigh them, and a ranking for a budget.

Pure Python over Ibis expressions, no Django, no network: the same code runs on DuckDB in one process and on Spark. The
doors are `judging.judged` and `ranking.ranked`; the words this package owns are order, series, habit, signal, strength,
typology, market, case and budget. Nothing here refuses an order: it says what people should look at first, and why.
"""
