"""Law as dated data: packs of CSV and YAML read strictly, and questions that take a day and a jurisdiction.

The words owned here: a *pack* is a folder with the law of one instrument or place; a *record* is one row of one of its
files; an *entry* is what a *list* controls, over a *span* of days; a *threshold*, a *duty* and an *exemption* say what
follows; the *book* is all packs together, cross-checked, and answers.
"""
