"""A document of permits as it may be, for the contract of the API; the companies are invented."""

from penstock.exchange.papers.shapes import Node

TOLD = Node(
    name="permits",
    marks={"next": "evt_4712_0123456789abcdef", "more": "false"},
    parts=(
        Node(
            name="permit",
            marks={
                "id": "evt_4712_0123456789abcdef",
                "number": "CL-IA-2031-000007",
                "paper": "import-authorisation",
                "direction": "import",
                "state": "issued",
                "edition": "1",
                "country": "CL",
                "issued_by": "Chemical Precursors Unit",
                "issued_on": "2031-02-01",
                "valid_from": "2031-02-01",
                "valid_until": "2031-07-31",
                "shipments": "many",
                "purpose": "medical",
                "own_name": "Quimicos del Valle Ficticio SA",
                "other_country": "IN",
                "other_name": "Marigold Fine Chemicals Ltd",
            },
            parts=(
                Node(
                    name="permit-substance",
                    marks={
                        "substance": "morphine",
                        "name": "Morphine",
                        "cas": "57-27-2",
                        "quantity": "10",
                        "unit": "kg",
                        "pure": "10",
                        "pure_unit": "kg",
                    },
                ),
            ),
        ),
    ),
)
