"""What stays secret on a case, and from whom: trade secrets (1988 Convention, article 12, paragraph 10(b)).

It owns the words secret field, let in, third party, colleague and sight.
"""
