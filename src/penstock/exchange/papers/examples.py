"""Documents as they may be, for the contract of the API and the documents; the companies are invented."""

from penstock.exchange.papers.kinds import FIRST
from penstock.exchange.papers.shapes import Node

PUSHED = Node(
    name="papers",
    parts=(
        Node(
            name=FIRST,
            marks={"id": "our-register-2031-000017"},
            content={
                "reference": "2031/17",
                "exporter_name": "Marigold Fine Chemicals Ltd",
                "exporter_country": "IN",
                "importer_name": "Quimicos del Valle Ficticio SA",
                "importer_country": "CL",
                "goods_description": "Acetone, technical grade, in drums",
                "substances": ["acetone"],
                "cas_number": "67-64-1",
                "quantity": "18000.5",
                "unit": "kg",
                "port_of_exit": "INNSA",
                "point_of_entry": "CLVAP",
                "dispatch_on": "2031-03-20",
            },
        ),
        Node(
            name=f"{FIRST}.supply",
            marks={"id": "our-register-2031-000018", "on": "IN-2031-000009"},
            content={"answer": "The paint works in the second ring road; the contract is attached."},
        ),
    ),
)
RECEIVED = Node(
    name="receipts",
    parts=(
        Node(
            name="receipt",
            marks={
                "id": "our-register-2031-000017",
                "of": FIRST,
                "outcome": "done",
                "reference": "IN-2031-000012",
                "state": "sent",
                "edition": "1",
                "due_on": "2031-02-10",
            },
        ),
        Node(
            name="receipt",
            marks={
                "id": "our-register-2031-000018",
                "of": f"{FIRST}.supply",
                "outcome": "refused",
                "code": "wrong_state",
                "message": "This cannot be done while the case is: No objection.",
            },
        ),
    ),
)
PULLED = Node(
    name="papers",
    marks={"next": "evt_4711_0123456789abcdef", "more": "false"},
    parts=(
        Node(
            name=f"{FIRST}.ask",
            marks={
                "id": "evt_4711_0123456789abcdef",
                "on": "IN-2031-000012",
                "at": "2031-01-21T09:12:00+00:00",
                "by": "Chemical Precursors Unit",
                "state": "questioned",
            },
            content={"question": "Which works will use it?"},
        ),
    ),
)
LISTED = Node(
    name="directory",
    parts=(
        Node(
            name="government",
            marks={
                "country": "CL",
                "name": "Chile",
                "party": "true",
                "reply_days": "10",
                "counterpart": "Chemical Unit",
            },
        ),
    ),
)
STANDING = Node(
    name="case",
    marks={
        "reference": "IN-2031-000012",
        "state": "sent",
        "edition": "1",
        "waits_for": "Chemical Precursors Unit",
        "due_on": "2031-02-10",
    },
    parts=(
        Node(
            name="reading",
            marks={
                "by": "Chemical Precursors Unit",
                "person": "Diego Fuentes",
                "at": "2031-01-21T09:12:00+00:00",
                "edition": "1",
            },
        ),
    ),
)
