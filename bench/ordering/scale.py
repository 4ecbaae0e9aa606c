"""A country's orders in one process: written, the market made, judged part by part, ranked; prints what it took.

python bench/ordering/scale.py [orders] [orders of a part]
"""

import json
import resource
import sys
import time
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis

sys.path.insert(0, str(Path(__file__).parents[1]))
from ordering.generated import write_parts
from penstock.engines.signals.judging import judged
from penstock.engines.signals.market import Market, market
from penstock.engines.signals.ranking import ranked

MANY, PART = 100_000_000, 1_000_000
BUDGET = 1000
MEMORY = "4GB"


def peak() -> float:
    """Gigabytes that this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def main() -> None:
    """Measure and print one line of JSON."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    part = int(sys.argv[2]) if len(sys.argv) > 2 else PART  # noqa: PLR2004 - the second word
    laps: dict[str, float] = {}
    with TemporaryDirectory() as folder:
        started = time.perf_counter()
        parts = write_parts(Path(folder), count, part)
        laps["write"] = time.perf_counter() - started
        connection = ibis.duckdb.connect(Path(folder) / "work.duckdb", memory_limit=MEMORY, threads=2)
        connection.con.execute("SET preserve_insertion_order = false")
        started = time.perf_counter()
        whole = market(connection.read_parquet([str(one) for one in parts], table_name="whole"))
        shared = Market(*(connection.create_table(one.name, getattr(whole, one.name)) for one in fields(Market)))
        laps["market"] = time.perf_counter() - started
        started = time.perf_counter()
        cases = []
        connection.read_parquet(str(parts[0]), table_name="part")
        query = str(ibis.to_sql(judged(connection.table("part"), shared), dialect="duckdb"))
        for one in parts:
            orders = f"SELECT * FROM read_parquet('{one}')"  # noqa: S608 - our own file
            connection.con.execute(f"CREATE OR REPLACE VIEW part AS {orders}")
            connection.con.execute(f"CREATE OR REPLACE TABLE judged AS {query}")
            cases += ranked(connection.table("judged"), BUDGET)
        cases = sorted(cases, key=lambda case: -case.score)[:BUDGET]
        laps["judge and rank"] = time.perf_counter() - started
    print(json.dumps({"orders": count, "parts": len(parts), "peak": peak(), "least": cases[-1].score, **laps}))


if __name__ == "__main__":
    main()
