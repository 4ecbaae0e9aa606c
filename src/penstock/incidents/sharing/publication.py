"""What the secretariat publishes without its origin: a copy of the content without whatever names or leads to it."""

from collections.abc import Mapping
from typing import Any

GIVES_AWAY = (
    "country",
    "place",
    "locode",
    "latitude",
    "longitude",
    "agency",
    "contact",
    "own_reference",
    "notice",
    "declaration",
    "postal_number",
    "legal_status",
    "help_wanted",
    "summary",
)
"""Fields that name the reporter or lead to it. Names, files and comments are no part of a content and never copied."""
OF_LINES = ("profile",)


def without_origin(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as the secretariat begins its publication from; it is read again by a person before its release."""
    lines = {
        name: [{key: value for key, value in one.items() if key not in OF_LINES} for one in content.get(name) or ()]
        for name in ("substances", "equipment")
    }
    return {name: value for name, value in content.items() if name not in GIVES_AWAY} | lines
