"""Orders by chance in any number: a hundred for each buyer over five years, written in parts cut by buyer."""

from pathlib import Path

import duckdb

A_BUYER = 100  # orders
ROWS = """
SELECT 'r' || i AS reference,
    's' || CASE WHEN hash(i * 7) % 400 = 0 THEN hash(i * 11) % 1000 ELSE hash(i // 100) % 1000 END AS seller,
    'b' || (i // 100) AS buyer,
    'o' || (i // 300) AS owner,
    'k' || (i // 100) % 8 AS kind,
    'a' || hash(i // 100) % 50 AS area,
    'x' || (i // 100) % 20 AS substance,
    'g' || hash(i * 3) % 3 AS goods,
    DATE '2018-01-01' + CAST(hash(i * 13) % 1826 AS INTEGER) AS day,
    (1 + hash(i * 17) % 4) * (1 + hash((i // 100) * 19) % 50) * 0.5::DOUBLE AS quantity,
    CAST(1 + hash(i * 17) % 4 AS BIGINT) AS packs
FROM range({start}, {end}) AS numbers(i)
"""


def write_parts(place: Path, count: int, part: int) -> list[Path]:
    """So many orders as Parquet files of about `part` each, every owner whole in one of them."""
    step = part // (3 * A_BUYER) * 3 * A_BUYER
    found = []
    with duckdb.connect() as connection:
        for number, start in enumerate(range(0, count, step)):
            path = place / f"orders-{number:05d}.parquet"
            rows = ROWS.format(start=start, end=min(count, start + step))
            connection.execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")
            found.append(path)
    return found
