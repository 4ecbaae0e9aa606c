"""Suspicious reports: what a company tells the authority of its country, what becomes of it, and what it hears back.

It owns the words report, sign, acknowledgement, instruction, judgement, feedback and material. Nobody reads a report
but the few of the reporting company and of the receiving office who hold the duty.
"""
