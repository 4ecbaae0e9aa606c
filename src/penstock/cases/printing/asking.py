"""How often anybody may ask whether a paper is genuine: so many times a minute from one address of the network."""

from django.core.cache import cache
from django.http import HttpRequest

from penstock.kernel.clock import now
from penstock.kernel.viewer import Refused

QUESTIONS_A_MINUTE = 20


def asker_of(request: HttpRequest) -> str:
    """The network address a question comes from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def count(asker: str) -> None:
    """Count a question of this minute; Refused when there were enough."""
    key = f"verify:{asker}:{now():%Y%m%d%H%M}"
    cache.add(key, 0, timeout=120)
    try:
        asked = cache.incr(key)
    except ValueError:  # it was thrown out between the two calls
        return
    if asked > QUESTIONS_A_MINUTE:
        raise Refused("too_often", "That was asked too often from here. Wait a minute.")
