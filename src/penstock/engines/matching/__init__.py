"""Names of companies and people compared across scripts, spellings and forms of company: pure Python, no Django.

Incidents are compared by identifiers (`identifiers`) and by their traits (`matters`). It owns the words key, sound,
form, likeness and matter. Han characters are compared as written: nothing here reads them aloud.
"""
