"""Partnership: associations as channels, and memoranda and codes of conduct with their signatures and assessments.

It owns the words association, agreement, party to an agreement, practice and self-assessment.
"""
