"""Findings as the page shows them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from penstock.notices.checks.findings import TONES, Checked

BADGES = {"warning": "bad", "look": "warn", "cannot say": "neutral", "fine": "ok"}


def shown(found: Iterable[Checked]) -> dict[str, Any]:
    """The findings that ask for a look, and the others, which are folded away."""
    rows = [
        {
            "question": _(one.question),
            "tone": BADGES[one.finding.tone],
            "label": _(TONES[one.finding.tone]),
            "said": one.finding.said,
            "basis": one.finding.basis,
            "links": one.finding.links,
            "is_open": one.finding.tone in {"warning", "look"},
        }
        for one in found
    ]
    return {"open": [one for one in rows if one["is_open"]], "folded": [one for one in rows if not one["is_open"]]}
