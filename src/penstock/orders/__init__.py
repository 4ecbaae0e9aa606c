"""Orders: a company's first line of defence, from knowing a customer to reporting a suspicious order.

It owns the words customer, end-use declaration, order, check, hold, enquiry of a customer, suspicious report and
triage.
"""
