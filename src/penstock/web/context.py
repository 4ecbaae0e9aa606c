"""What every page's shell shows: navigation, the viewer, and whether this is an exercise."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from penstock import __version__
from penstock.exchange.live.addresses import live_url
from penstock.parties.duties import (
    CHECK_ORDERS,
    CHECK_SHIPMENTS,
    CONNECT_SYSTEMS,
    ENQUIRE,
    JOIN_PARTNERSHIP,
    KEEP_CUSTOMERS,
    MAP_INDUSTRY,
    READ_CASES,
    READ_DIRECTORY,
    READ_GUIDANCE,
    READ_INCIDENTS,
    READ_INDUSTRY_ALERTS,
    READ_LICENCES,
    READ_LISTS,
    READ_PERMITS,
    READ_REPORTS,
    RECORD_AT_BORDER,
    SEND_NOTICES,
    SIT_IN_GROUPS,
    WORK_WITH_PLATFORMS,
)
from penstock.surveillance.queries import concerns


def shell(request: HttpRequest) -> dict[str, Any]:
    """The shell's keys for the templates."""
    viewer = getattr(request, "viewer", None)
    places = [
        (_("Inbox"), "inbox", READ_CASES, "i"),
        (_("Notices"), "notices", READ_CASES, "n"),
        (_("Permits"), "permits", READ_PERMITS, "q"),
        (_("Expected here"), "passages_expected", RECORD_AT_BORDER, "v"),
        (_("Balances"), "balances", READ_PERMITS, "h"),
        (_("Licences"), "licences", READ_LICENCES, "k"),
        (_("Industry"), "mapping", MAP_INDUSTRY, "1"),
        (_("Partnership"), "partnership", JOIN_PARTNERSHIP, "2"),
        (_("Platforms"), "platforms", WORK_WITH_PLATFORMS, "4"),
        (_("Guidance"), "guidance", READ_GUIDANCE, "3"),
        (_("Incidents"), "incidents", READ_INCIDENTS, "o"),
        (_("Projects"), "projects", READ_INCIDENTS, "p"),
        (_("Operations"), "operations", READ_INCIDENTS, "b"),
        (_("Working groups"), "groups", SIT_IN_GROUPS, "u"),
        (_("Special alerts"), "alerts", READ_INCIDENTS, "m"),
        (_("Alerts for industry"), "industry_alerts", READ_INDUSTRY_ALERTS, "y"),
        (_("Orders"), "order_checks", CHECK_ORDERS, "z"),
        (_("What stands out"), "watch", KEEP_CUSTOMERS, "6"),
        (_("Customers"), "customers", KEEP_CUSTOMERS, "g"),
        (_("Suspicious reports"), "suspicious_reports", READ_REPORTS, "j"),
        (_("Enquiries"), "enquiries", ENQUIRE, "e"),
        (_("Files"), "batches", SEND_NOTICES, "f"),
        (_("Check shipments"), "check", CHECK_SHIPMENTS, "c"),
        (_("Law"), "law", "", "l"),
        (_("Directory"), "directory", "", "d"),
        (_("Registers"), "registers", READ_CASES, "r"),
        (_("Responsiveness"), "responsiveness", READ_DIRECTORY, "t"),
        (_("Calendar and digest"), "agenda", READ_CASES, "a"),
        (_("Webhooks"), "webhooks", CONNECT_SYSTEMS, "w"),
        (_("TAXII sources"), "taxii_sources", CONNECT_SYSTEMS, "x"),
    ]
    if viewer and viewer.has(READ_LISTS) and concerns(viewer):
        places.append((_("Surveillance lists"), "surveillance", READ_LISTS, "s"))
    open_places = [
        (label, reverse(name), key) for label, name, duty, key in places if viewer and (not duty or viewer.has(duty))
    ]
    return {
        "navigation": [
            {
                "label": label,
                "url": url,
                "key": key,
                "current": request.path.startswith(url) if url != "/" else request.path == "/",
            }
            for label, url, key in open_places
        ],
        "viewer": viewer,
        "search_url": reverse("search") if viewer and viewer.has(READ_CASES) else "",
        "exercise": settings.EXERCISE,
        "languages": settings.LANGUAGES,
        # A function: a page that does not listen does not ask for it.
        "live_url": live_url,
        "product_version": __version__,
    }
