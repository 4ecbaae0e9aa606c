"""The same orders say the same on DuckDB and on Spark, where Spark can be had."""

import os

import ibis
import pytest
from pyarrow.parquet import write_table

from penstock.engines.signals.judging import judged
from penstock.engines.signals.orders import table_of
from tests.engines.signals.desk import a_world, judge, strengths

pytestmark = pytest.mark.filterwarnings("ignore")  # what Spark's Python side has to say of its own parts


def test_spark_says_what_duckdb_says(tmp_path, monkeypatch):
    sql = pytest.importorskip("pyspark.sql")
    monkeypatch.setitem(os.environ, "SPARK_LOCAL_IP", "127.0.0.1")
    try:
        builder = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
        # The levels of windows are more than the hundred rounds of looking up names that Spark allows itself.
        builder = builder.config("spark.sql.analyzer.maxIterations", "1000")
        builder = builder.config("spark.sql.codegen.wholeStage", "false").config("spark.sql.shuffle.partitions", "1")
        session = builder.config("spark.sql.warehouse.dir", str(tmp_path)).getOrCreate()
    except Exception as why:  # noqa: BLE001 - it has a hundred ways to say that there is no Java
        pytest.skip(f"Spark does not start: {why}")
    try:
        orders = a_world(17, buyers=3, days=500)
        connection = ibis.pyspark.connect(session)
        write_table(table_of(orders), tmp_path / "orders.parquet")
        table = connection.read_parquet(tmp_path / "orders.parquet", table_name="orders")
        rows = {row["reference"]: row for row in judged(table).to_pyarrow().to_pylist()}
        here = judge(orders)
        assert rows.keys() == here.keys()
        for reference, row in here.items():
            assert strengths(rows[reference]) == pytest.approx(strengths(row), abs=1e-6)
    finally:
        session.stop()
