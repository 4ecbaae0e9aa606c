"""Projects with their task forces, and time-bound operations: who takes part, what is gathered, and what is reported.

It owns the words project, task force, seat (an organisation's part in a project), operation, daily return and board.
"""
