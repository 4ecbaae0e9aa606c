"""The door for clients of MISP: incidents as events, drafts from events that they add, tags and sightings.

It owns the words event (of MISP), attribute, object (of MISP), tag and sighting.
"""
