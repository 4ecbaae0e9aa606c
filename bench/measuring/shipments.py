"""Files of planned shipments made of the catalogue's own names, the same for the same seed."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from penstock.catalogue.countries import countries
from penstock.catalogue.ports import ports
from penstock.catalogue.substances import tabled

WORDS = ("technical grade", "pharmaceutical grade", "in drums", "99 %", "solution", "for laboratory use", "in bags")
ORDINARY = (
    "wooden furniture",
    "printed books",
    "cotton shirts",
    "frozen fish",
    "glass bottles",
    "spare parts of pumps",
)
UNITS = ("kg", "l", "KGM", "t")
SHARE_LISTED, SHARE_WITH_CAS, SHARE_FAULTY = 0.9, 0.7, 0.02
USES = ("paint thinner", "pharmaceutical manufacture", "water treatment", "")


def shipments(count: int, *, seed: int, exporting: str, importing: Sequence[str] = ()) -> Iterator[dict[str, str]]:
    """So many shipments from a country: nine in ten of listed substances, one in fifty with a fault."""
    random = Random(seed)  # noqa: S311  chance that can be repeated
    places = list(importing) or [code for code in countries() if code != exporting]
    harbours, listed = list(ports()), list(tabled())
    today = datetime.now(UTC).date()
    for number in range(count):
        one = random.choice(listed)
        name = random.choice([one.name, *(name.text for name in one.names)])
        is_listed = random.random() < SHARE_LISTED
        yield {
            "reference": f"{exporting}-{seed}-{number:06d}",
            "exporter_name": f"Exporter {number % 211}",
            "exporter_country": exporting,
            "importer_name": f"Importer {number % 4999}",
            "importer_country": random.choice(places),
            "consignee_name": f"Consignee {number % 4001}",
            "goods_description": f"{name}, {random.choice(WORDS)}" if is_listed else random.choice(ORDINARY),
            "cas_number": (one.cas or "") if is_listed and random.random() < SHARE_WITH_CAS else "",
            "hs_code": one.hs_2022 if is_listed else "",
            "quantity": "" if random.random() < SHARE_FAULTY else str(random.randint(1, 48000)),
            "unit": random.choice(UNITS),
            "packages": str(random.randint(1, 400)),
            "transport_mode": random.choice(("sea", "air", "road", "rail")),
            "port_of_exit": random.choice(harbours),
            "point_of_entry": random.choice(harbours),
            "transit_countries": random.choice(("", "SG", "AE PA")),
            "dispatch_on": (today + timedelta(days=random.randint(2, 300))).isoformat(),
            "end_use": random.choice(USES),
        }


def as_csv(lines: Iterator[dict[str, str]]) -> bytes:
    """The lines as a CSV file."""
    text = io.StringIO()
    first = next(lines)
    table = csv.DictWriter(text, list(first))
    table.writeheader()
    table.writerow(first)
    table.writerows(lines)
    return text.getvalue().encode()
