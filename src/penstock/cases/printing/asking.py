"""How often anybody may ask whether a paper is genuine: so many times a minute from one address of the network."""

from datetime import timedelta

from django.db import connection
from django.http import HttpRequest

from penstock.kernel.clock import now
from penstock.kernel.viewer import Refused

QUESTIONS_A_MINUTE = 20
KEPT = timedelta(minutes=2)
# Django's own cache needs eight statements for this, and its counting may be overtaken between two of them.
COUNT = """
INSERT INTO kernel_cache (cache_key, value, expires) VALUES (%s, '1', %s)
ON CONFLICT (cache_key) DO UPDATE SET value = (kernel_cache.value::int + 1)::text RETURNING value::int
"""


def asker_of(request: HttpRequest) -> str:
    """The network address a question comes from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def count(asker: str) -> None:
    """Count a question of this minute; Refused when there were enough."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [f"verify:{asker}:{now():%Y%m%d%H%M}", now() + KEPT])
        (asked,) = cursor.fetchone()
    if asked > QUESTIONS_A_MINUTE:
        raise Refused("too_often", "That was asked too often from here. Wait a minute.")
