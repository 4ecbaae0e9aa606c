"""Who listens: the viewer behind a browser's session, asked in a few threads with a database connection each."""

from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http import HttpRequest

from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_CASES
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for

THREADS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sessions")


def session_key(cookies: str) -> str:
    """The session's key in a Cookie header; empty when there is none."""
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found else ""


def viewer_of_session(key: str) -> Viewer | None:
    """The viewer signed in under a session, as a page would make it now; None when there is none who may read."""
    if not key:
        return None
    close_old_connections()
    request = HttpRequest()
    request.session = SessionStore(key)
    person = get_user(request)
    viewer = viewer_for(person) if isinstance(person, Person) and person.is_active else None
    return viewer if viewer and viewer.has(READ_CASES) else None


def has_news(viewer: Viewer, after: int) -> bool:
    """Whether anything that this viewer may see is on the record after link `after`."""
    close_old_connections()
    with acting(viewer):
        return Event.objects.visible_to(viewer).filter(seq__gt=after).exists()
