"""Names of companies and people compared across scripts, spellings and forms of company: pure Python, no Django.

It owns the words key, sound, form and likeness. Han characters are compared as written: nothing here reads them aloud.
"""
