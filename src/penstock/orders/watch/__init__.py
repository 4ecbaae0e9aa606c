"""What stands out in a company's orders: rounds, what each found, and what people decided; it refuses no order.

The words this room owns are round, standout (a customer and its goods that stand out in a round), verdict and earlier
order.
"""
