"""Enquiries on a case: what one authority asks another, or its own company, and what it is answered, round by round.

It owns the words enquiry, asking side, asked side, round, turn (a question or an answer), phrase and paper.
"""
