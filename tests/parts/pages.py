"""What the example pages show: a working day in an invented world, long enough to try the layout."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

FIRST = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
HASH = "9f2c4a7e1b3d5f60718293a4b5c6d7e8f90123456789abcdef0123456789abcd"
GOODS = (
    "Alpha solvent, 99 %",
    "Beta anhydride",
    "Gamma acid in mixture, 40 %",
    "حمض غاما",
    "Delta oil, technical grade in steel drums",
)
PARTIES = (("AR", "Arcadia"), ("BO", "Bohemia-by-the-Sea"), ("CY", "Cythera"), ("ED", "El Dorado"), ("LY", "Lyonesse"))
STATES = (("Sent", "info"), ("Read", "neutral"), ("More asked", "warn"), ("Objection proposed", "bad"))


def _row(number: int) -> dict[str, Any]:
    code, party = PARTIES[number % 5]
    state, tone = STATES[number % 4]
    days = number // 2 - 1
    return {
        "reference": f"2026-{2041 + number}",
        "goods": GOODS[number % 5],
        "amount": f"{(number + 1) * 1250:,} kg",
        "code": code,
        "party": party,
        "state": state,
        "tone": tone,
        "days": days,
        "due": date(2026, 3, 12) + timedelta(days=days),
        "clock": "stopped" if number % 4 == 2 else "running",
    }


def shell() -> dict[str, Any]:
    """What the shell gives every page."""
    places = [
        ("Inbox", "i", 30, True),
        ("Cases", "c", 0, False),
        ("Files", "f", 2, False),
        ("Directory", "d", 0, False),
        ("Reports", "", 0, False),
    ]
    return {
        "navigation": [
            {"label": label, "url": f"#{key}", "key": key, "count": count, "current": now}
            for label, key, count, now in places
        ],
        "viewer": {"name": "Ingrid Dahl", "organisation_name": "Arcadian Control Board"},
        "exercise": True,
        "languages": ["ar", "zh-hans", "en", "fr", "ru", "es"],
        "product_version": "0.1.0",
        "csrf_token": "example",
    }


INBOX = {
    "page_title": "Inbox",
    "rows": [_row(number) for number in range(30)],
    "columns": [
        {"label": "Reference", "kind": "narrow", "sort_url": "?sort=reference"},
        {"label": "Time left", "sort_url": "?sort=-due", "sorted": "ascending"},
        {"label": "Goods"},
        {"label": "Amount", "kind": "number"},
        {"label": "From"},
        {"label": "State"},
    ],
    "tabs": [
        {"label": "Waits for me", "url": "#mine", "current": True, "count": 30},
        {"label": "I wait for", "url": "#theirs", "count": 11},
        {"label": "All", "url": "#all"},
    ],
    "filters": [{"label": "From: Arcadia", "remove_url": "?"}],
    "next_url": "?after=x",
}

DETAIL = {
    "page_title": "Beta anhydride to Cythera",
    "marking": "TLP:AMBER",
    "crumbs": [{"label": "Inbox", "url": "#inbox"}, {"label": "2026-2041"}],
    "due": date(2026, 3, 20),
    "goods_columns": [
        {"label": "Line", "kind": "narrow"},
        {"label": "Goods"},
        {"label": "Code", "kind": "narrow"},
        {"label": "Amount", "kind": "number"},
    ],
    "goods": [
        {
            "cells": [
                {"text": "1", "kind": "narrow"},
                {"text": "Beta anhydride", "hint": "in 200 l drums"},
                {"text": "2915.24", "kind": "narrow"},
                {"text": "18,000 kg", "kind": "number"},
            ]
        },
        {
            "cells": [
                {"text": "2", "kind": "narrow"},
                "Alpha solvent, 99 %",
                {"text": "2914.11", "kind": "narrow"},
                {"text": "1,200 kg", "kind": "number"},
            ]
        },
    ],
    "parties": [
        {"label": "Sender", "value": "Arcadian Control Board", "hint": "Ingrid Dahl", "url": "#acb"},
        {"label": "Receiver", "value": "Ministry of Trade of Cythera"},
        {"label": "Exporting company", "value": "Northwind Trading, Port Arcady"},
        {"label": "Consignee", "value": "شركة الجنوب للتجارة"},
        {"label": "Planned on", "value": "4 Apr 2026"},
        {"label": "Remark", "value": ""},
    ],
    "points": [
        {"label": "Rotterdam", "lat": 51.95, "lon": 4.14, "kind": "leaves"},
        {"label": "Port Said", "lat": 31.26, "lon": 32.3, "kind": "passes"},
        {"label": "Singapore", "lat": 1.27, "lon": 103.84, "kind": "changes ship"},
        {"label": "Brisbane", "lat": -27.4, "lon": 153.2, "kind": "arrives"},
    ],
    "events": [
        {
            "what": "More was asked",
            "at": FIRST + timedelta(days=3),
            "who": "Kofi Mensah",
            "organisation": "Ministry of Trade of Cythera",
            "tone": "warn",
            "body": "Which vessel carries it, and who is the agent in Singapore?",
            "readers": [{"name": "Ingrid Dahl", "at": FIRST + timedelta(days=3, hours=1)}],
        },
        {
            "what": "Read",
            "at": FIRST + timedelta(days=1),
            "who": "Kofi Mensah",
            "organisation": "Ministry of Trade of Cythera",
        },
        {"what": "Sent", "at": FIRST, "who": "Ingrid Dahl", "organisation": "Arcadian Control Board", "tone": "ok"},
        {
            "what": "Draft made from a file",
            "at": FIRST - timedelta(hours=2),
            "who": "Ingrid Dahl",
            "organisation": "Arcadian Control Board",
        },
    ],
    "files": [
        {
            "name": "contract-2026-17.pdf",
            "url": "#f",
            "kind": "PDF",
            "size": 182044,
            "who": "Ingrid Dahl",
            "at": FIRST,
            "hash": HASH,
        }
    ],
    "said_at": FIRST + timedelta(days=3, hours=2),
    "changes": [
        {"label": "Amount", "old": "12,000 kg", "new": "18,000 kg", "effect": "The clock started anew."},
        {"label": "Consignee", "old": "", "new": "شركة الجنوب للتجارة"},
    ],
    "people": [
        {
            "name": "Ministry of Trade of Cythera",
            "code": "CY",
            "reason": "receives it",
            "read_at": FIRST + timedelta(days=1),
        },
        {"name": "Secretariat", "reason": "sees every case"},
    ],
    "hash": HASH,
}

FORM = {
    "page_title": "New case",
    "crumbs": [{"label": "Cases", "url": "#cases"}, {"label": "New"}],
    "errors": [
        {"field_id": "id_amount", "label": "Amount", "message": "Enter a number greater than 0."},
        {"field_id": "id_way", "label": "Way", "message": "Choose one."},
        {"message": "The day of arrival lies before the day of departure."},
    ],
    "ways": [
        {"value": "sea", "label": "By sea"},
        {"value": "air", "label": "By air", "help": "Give the flight below."},
        {"value": "road", "label": "By road"},
    ],
    "units": [{"value": "kg", "label": "kg"}, {"value": "l", "label": "litres"}],
    "goods": [{"value": "Beta anhydride", "label": "B-2"}],
    "people": [
        {"name": "Ministry of Trade of Cythera", "code": "CY", "reason": "receives it"},
        {"name": "Secretariat", "reason": "sees every case"},
    ],
}

CONFIRM = {
    "page_title": "Send 2026-2041?",
    "submit_label": "Send",
    "cancel_url": "#back",
    "effects": ["The Ministry of Trade of Cythera is told by mail.", "Its clock of 15 working days starts today."],
    "audience": FORM["people"],
    "marking": "TLP:AMBER",
}

PAGES: dict[str, dict[str, Any]] = {
    "inbox": INBOX,
    "detail": DETAIL,
    "form": FORM,
    "waiting": {
        "page_title": "A long job",
        "offices": [
            {"value": f"o{n}", "label": f"Office {n}, {'Westland' if n % 2 else 'Eastland'}"} for n in range(14)
        ],
        "asked": ["o0"],
    },
    "skeletons/confirm": CONFIRM,
    "404": {},
    "403": {},
    "403_csrf": {},
    "500": {},
}
