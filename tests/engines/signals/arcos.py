"""The real orders from beside the project: sales of one drug in one county, by product, as orders."""

import csv
import gzip
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from penstock.engines.signals.orders import Order

FILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "orders" / "arcos_methadone.csv.gz"


def real_orders(path: Path = FILE) -> list[Order]:
    """The sales of the file, each with the mass of the drug in grams; returns and other movements are left out."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        return [
            Order(
                reference=f"row-{number}",
                seller=row["REPORTER_DEA_NO"],
                buyer=row["BUYER_DEA_NO"],
                substance="methadone",
                day=datetime.strptime(row["TRANSACTION_DATE"], "%m%d%Y").replace(tzinfo=UTC).date(),
                quantity=Decimal(row["CALC_BASE_WT_IN_GM"]),
                goods=row["NDC_NO"],
                packs=int(Decimal(row["QUANTITY"])),
                kind=row["BUYER_BUS_ACT"],
                area=row["BUYER_ZIP"],
            )
            for number, row in enumerate(csv.DictReader(rows))
            if row["TRANSACTION_CODE"] == "S"
        ]
