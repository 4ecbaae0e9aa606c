"""The `penstock` command: it starts, stops, migrates and checks an instance.

Owns the words instance, cluster (the embedded PostgreSQL), child (a process we started) and trouble.
A subcommand is a module with `add(subparsers)` and `run(args) -> int`; it loads Django only when it runs.
"""
