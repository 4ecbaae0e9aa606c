"""Which rule of a list a chemical structure meets, by which atoms, and why not for a near miss.

RDKit, no Django, no network. The door is `penstock.engines.structures.rulebook.Rulebook`; the words this package owns
are rule, core, site, group, fragment, placement, hit and near miss. It classifies; it knows nothing of making.
"""
