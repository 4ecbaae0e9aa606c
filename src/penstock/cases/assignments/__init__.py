"""Who of one side holds a case. It orders attention and locks nothing: whoever may act may act still.

The other side, third parties and the secretariat are never told who holds it.
"""
