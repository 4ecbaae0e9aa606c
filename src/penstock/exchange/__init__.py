"""How other systems and a person's own tools learn what happened: webhooks, the feed of events, calendars and digests.

It owns the words endpoint, message (of an event), courier, feed, agenda, calendar address and digest.
"""
