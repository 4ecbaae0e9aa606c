"""What countries need in a year, and what became of it: statements, figures from papers, balances, and guides.

It owns the words statement, estimate, assessment, supplement, figure, balance, guide and worksheet.
"""
