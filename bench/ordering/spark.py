"""The same generated orders judged by DuckDB and by Spark: seconds of each and the greatest difference.

python bench/ordering/spark.py [orders]
"""

import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
from pyspark.sql import SparkSession

sys.path.insert(0, str(Path(__file__).parents[1]))
from ordering.generated import write_parts
from penstock.engines.signals.judging import judged

SOME = 30_000


def main() -> None:
    """Measure and print one line of JSON."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else SOME
    with TemporaryDirectory() as folder:
        (path,) = write_parts(Path(folder), count, count)
        duck = ibis.duckdb.connect()
        started = time.perf_counter()
        here = judged(duck.read_parquet(str(path), table_name="orders")).to_pandas()
        laps = {"duckdb": time.perf_counter() - started}
        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.sql.shuffle.partitions", "4").config("spark.driver.memory", "4g")
        # The levels of windows are more than the hundred rounds of looking up names that Spark allows itself.
        builder = builder.config("spark.sql.analyzer.maxIterations", "1000")
        builder = builder.config(
            "spark.sql.codegen.wholeStage", "false"
        )  # making code of it takes longer than the rows
        session = builder.config("spark.sql.warehouse.dir", folder).getOrCreate()
        started = time.perf_counter()
        spark = ibis.pyspark.connect(session)
        there = judged(spark.read_parquet(str(path), table_name="orders")).to_pandas()
        laps["spark"] = time.perf_counter() - started
        session.stop()
    here, there = (one.set_index("reference").sort_index() for one in (here, there))
    if list(here.index) != list(there.index):
        raise RuntimeError("The two do not even judge the same orders.")
    names = [name for name in here if name.endswith("_strength") or name == "score"]
    most = max(float((here[name] - there[name]).abs().max()) for name in names)
    print(json.dumps({"orders": len(here), "signals": len(names), "difference": most, **laps}))


if __name__ == "__main__":
    main()
