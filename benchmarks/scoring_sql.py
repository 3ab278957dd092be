"""The benchmark scheme as hand-written DuckDB SQL: the same digits, and as fast as we could make it."""

from __future__ import annotations

from typing import Any

import numpy as np

from touyan.scoring.store import ALONE, Store

PER_KIND = 128

SQL = """
WITH flat AS (
  SELECT subject,
    least(count(*) FILTER (kind = 3) * 5000, 80000) AS c3,
    count(*) FILTER (kind = 3) * 1000 AS x26,
    least(count(*) FILTER (kind = 4) * 4000, 80000) AS c4,
    count(*) FILTER (kind = 5) AS n5,
    count(*) FILTER (kind = 6) AS n6,
    (bit_count(bit_or(1 << quarter) FILTER (kind = 6))) AS q6,
    max(30000) FILTER (kind = 7) AS c7,
    sum(CASE authors WHEN 1 THEN 10000 WHEN 2 THEN 5000 WHEN 3 THEN 3333 ELSE 2500 END) FILTER (kind = 9) AS c9,
    sum((level + 2) * 4000 // (role + 1)) FILTER (kind = 11) AS c11,
    sum(CASE WHEN authors = 1 THEN 6000 WHEN role = 0 THEN 3000 ELSE 3000 // (authors - 1) END)
      FILTER (kind = 12) AS c13,
    count(*) FILTER (kind = 13) * 3000 AS c14,
    count(*) FILTER (kind = 14) * 2000 AS c15,
    count(*) FILTER (kind = 16) AS n17,
    count(*) FILTER (kind = 17) AS n18,
    count(*) FILTER (kind = 18) AS n20,
    count(*) FILTER (kind = 19) AS n21,
    count(*) FILTER (kind = 20 AND role = 0) * 3000 AS c22,
    sum((2000 * quantity + 5000) // 10000) FILTER (kind = 22) AS c19,
    sum((2500 * quantity + 5000) // 10000) FILTER (kind = 23) AS c24,
    count(*) FILTER (kind IN (0, 1)) AS any01,
    count(*) FILTER (kind = 5 AND stage = 1) AS plenary
  FROM facts GROUP BY subject
), works AS (
  SELECT subject, work, any_value(kind) AS kind,
    max((level + 2) // (role + 1) * 0 + ((level + 2) * CASE kind WHEN 0 THEN 10000 WHEN 1 THEN 8000 WHEN 10 THEN 6000
      ELSE 2000 END) // (role + 1)) AS best,
    bool_or(stage = 3) AS excellent,
    bit_or(1 << (level * 2 + role)) AS rates
  FROM facts WHERE kind IN (0, 1, 2, 8, 10, 15, 21) GROUP BY subject, work
), worked AS (
  SELECT subject,
    sum(best) FILTER (kind = 0) AS c0, sum(best) FILTER (kind = 1) AS c1,
    sum((rates & 1) * 10000 + (rates >> 1 & 1) * 5000 + (rates >> 2 & 1) * 15000 + (rates >> 3 & 1) * 7500
      + (rates >> 4 & 1) * 20000 + (rates >> 5 & 1) * 10000 + (rates >> 6 & 1) * 25000 + (rates >> 7 & 1) * 12500)
      FILTER (kind = 2) AS c2,
    count(*) FILTER (kind = 8) AS m8,
    sum(best) FILTER (kind = 10 AND NOT (excellent AND 20000 > best)) AS c10,
    count(*) FILTER (kind = 10 AND excellent AND 20000 > best) * 20000 AS c12,
    count(*) FILTER (kind = 15) * 2500 AS c16,
    sum(best) FILTER (kind = 21) AS c23
  FROM works GROUP BY subject
), clauses AS (
  SELECT s.subject, s.role, s.grp, coalesce(any01, 0) AS any01, coalesce(plenary, 0) AS plenary,
    coalesce(n21, 0) AS n21, coalesce(x26, 0) AS x26, coalesce(n20, 0) AS n20, coalesce(c22, 0) AS c22,
    least(500000, least(coalesce(c0, 0), 200000) + least(coalesce(c1, 0), 150000) + least(coalesce(c2, 0), 100000)
      + coalesce(c3, 0) + coalesce(c4, 0)
      + CASE WHEN coalesce(n5, 0) >= 4 THEN 60000 ELSE 15000 * coalesce(n5, 0) END
      + CASE WHEN coalesce(n6, 0) < 4 THEN 0 ELSE greatest(0, 60000 - 10000 * (4 - q6)) END
      + coalesce(c7, 0) + least(greatest(coalesce(m8, 0) - 1, 0) * 10000, 100000) + least(coalesce(c9, 0), 50000))
      AS base,
    least(300000, least(coalesce(c10, 0), 90000) + least(coalesce(c11, 0), 90000) + least(coalesce(c12, 0), 60000)
      + least(coalesce(c13, 0), 60000) + least(coalesce(c14, 0), 60000)
      + CASE WHEN s.role = 1 THEN least(coalesce(c15, 0), 40000) ELSE 0 END + least(coalesce(c16, 0), 40000)
      + greatest(0, least(40000, 20000 + 5000 * (coalesce(n17, 0) - 3)))
      + CASE WHEN coalesce(n18, 0) + coalesce(n20, 0) = 0 THEN 0
          WHEN n18 >= n18 + n20 THEN 60000 WHEN n18 * 10 >= (n18 + n20) * 8 THEN 40000
          WHEN n18 * 2 >= n18 + n20 THEN 20000 ELSE 0 END
      + least(coalesce(c19, 0), 60000)) AS more,
    least(coalesce(c23, 0), 50000) + least(coalesce(c24, 0), 100000) AS quality
  FROM subjects s LEFT JOIN flat f USING (subject) LEFT JOIN worked w USING (subject)
), placed AS (
  SELECT *, rank() OVER (PARTITION BY grp ORDER BY base DESC) AS place, max(x26) OVER () AS top FROM clauses
), summed AS (
  SELECT *, base + more
    + greatest(0, 100000 - n20 * 1000 - least(n21 * 2000, 60000) - c22)
    + ((quality
        + CASE place WHEN 1 THEN 50000 WHEN 2 THEN 40000 WHEN 3 THEN 30000
            ELSE greatest(0, 30000 - 100 * (place - 3)) END
        + least(50000, (2 * 50000 * x26 + top) // (2 * top))) * 18 + 10) // 20 AS exact
  FROM placed
), graded AS (
  SELECT *, (exact + 50) // 100 * 100 AS total FROM summed
), gated AS (
  SELECT *, CASE WHEN n21 >= 20 THEN 4 ELSE greatest(
      CASE WHEN total >= 900000 THEN 0 WHEN total >= 700000 THEN 1 WHEN total >= 400000 THEN 2 ELSE 3 END,
      CASE WHEN plenary = 0 OR any01 = 0 THEN 2 ELSE 0 END) END AS grade
  FROM graded
), ranked AS (
  SELECT *, rank() OVER (PARTITION BY role, grp, grade = 0 ORDER BY total DESC, base DESC) AS spot,
    greatest(1, count(*) FILTER (grade < 4) OVER (PARTITION BY role, grp) * 2000 // 10000) AS room
  FROM gated
)
SELECT subject, total, CASE WHEN grade = 0 AND spot > room THEN 1 ELSE grade END AS grade FROM ranked ORDER BY subject
"""


def load(connection: Any, store: Store, chunk: int = 4_000_000) -> None:
    """The store as DuckDB tables in memory, clustered by subject, attributes as small integers."""
    import pyarrow as pa

    connection.execute("CREATE TABLE subjects (subject INTEGER, role UTINYINT, grp UTINYINT)")
    roles, groups = (store.subject_table[name].codes[store.kind] for name in ("role", "group"))
    people = pa.table({"subject": store.subjects.astype(np.int32), "role": roles.astype(np.uint8),
                       "grp": groups.astype(np.uint8)})  # fmt: skip
    connection.register("people", people)
    connection.execute("INSERT INTO subjects SELECT * FROM people")
    connection.execute(
        "CREATE TABLE facts (subject INTEGER, work BIGINT, kind UTINYINT, stage UTINYINT, level UTINYINT, "
        "role UTINYINT, authors UTINYINT, quarter UTINYINT, quantity INTEGER)"
    )
    owner = np.repeat(store.subjects.astype(np.int32), np.diff(store.offset))
    quarter = ((np.datetime64("2025-01-01") + np.arange(366)).astype("datetime64[M]").astype(int) % 12 // 3)[:366]
    for low in range(0, len(store.sig), chunk):
        part = slice(low, low + chunk)
        sig = store.sig[part] & (store.new - 1)
        inside = sig % PER_KIND
        work = np.where(store.work[part] == ALONE, -store.number[part], store.work[part])
        rows = pa.table({
            "subject": owner[part], "work": work, "kind": (sig // PER_KIND).astype(np.uint8),
            "stage": (inside // 32).astype(np.uint8), "level": (inside // 8 % 4).astype(np.uint8),
            "role": (inside // 4 % 2).astype(np.uint8), "authors": (inside % 4 + 1).astype(np.uint8),
            "quarter": quarter[store.day[part]].astype(np.uint8), "quantity": store.quantity[part],
        })  # fmt: skip
        connection.register("rows", rows)
        connection.execute("INSERT INTO facts SELECT * FROM rows")
        connection.unregister("rows")
