"""A year of notices among 150 governments, some of them late, silent or hostile, played through the API.

`script` says what everybody does and knows no rule; `oracle` says by rules of its own what must become of it; `players`
do it over the API; `test_year` compares.
"""
