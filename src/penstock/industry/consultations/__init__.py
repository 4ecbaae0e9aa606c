"""Consultations on scheduling: an authority asks its industry what a substance is used for, before it is controlled.

It owns the words consultation, reply, reply without a name and summary of a consultation.
"""
