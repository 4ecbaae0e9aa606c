"""Packs of law that an instance adopts: drafted in the browser, proposed by one person, confirmed by another.

The words owned here: a *proposal* is a pack being written by one organisation; an *edition* is one that was adopted,
and is law for every question of the instance from then on.
"""
