"""What every page's shell shows: navigation, the viewer, and whether this is an exercise."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from penstock import __version__
from penstock.parties.duties import CHECK_SHIPMENTS, READ_CASES, SEND_NOTICES


def shell(request: HttpRequest) -> dict[str, Any]:
    """The shell's keys for the templates."""
    viewer = getattr(request, "viewer", None)
    places = [
        (_("Inbox"), "inbox", READ_CASES),
        (_("Notices"), "notices", READ_CASES),
        (_("Files"), "batches", SEND_NOTICES),
        (_("Check shipments"), "check", CHECK_SHIPMENTS),
        (_("Directory"), "directory", ""),
    ]
    open_places = [(label, reverse(name)) for label, name, duty in places if viewer and (not duty or viewer.has(duty))]
    return {
        "navigation": [
            {"label": label, "url": url, "current": request.path.startswith(url) if url != "/" else request.path == "/"}
            for label, url in open_places
        ],
        "viewer": viewer,
        "exercise": settings.EXERCISE,
        "languages": settings.LANGUAGES,
        "product_version": __version__,
    }
