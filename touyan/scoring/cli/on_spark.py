"""`touyan-score run --engine spark`: by Spark, from Parquet facts; the cluster is named by `--master`."""

from __future__ import annotations

import argparse
from pathlib import Path

import pyarrow as pa
from pyspark.sql import SparkSession

from touyan.scoring.office import Tables
from touyan.scoring.plan import Plan
from touyan.scoring.spark import run_spark_all


def run_on_spark(
    plans: tuple[Plan, ...], options: argparse.Namespace, subjects: pa.Table, tables: Tables, out: Path
) -> int:
    """Totals and grades (and the trace, if asked for) of every plan as Parquet folders; 0."""
    if Path(options.facts).suffix.lower() != ".parquet":
        raise ValueError("Spark 引擎读取 .parquet 记录")
    session = SparkSession.builder.master(options.master).getOrCreate()
    facts = session.read.parquet(str(Path(options.facts).resolve()))
    found = run_spark_all(plans, facts, session.createDataFrame(subjects), tables=tables)
    for plan in plans:
        folder = (out / plan.scheme.key if len(plans) > 1 else out).resolve()
        scored = found[plan.scheme.key]
        scored.totals.write.mode("overwrite").parquet(str(folder / "totals"))
        print(f"〔{plan.scheme.title}〕结果在 {folder / 'totals'}")
        if options.trace:
            scored.trace().write.mode("overwrite").parquet(str(folder / "trace"))
            print(f"  每一分的来历在 {folder / 'trace'}")
    session.stop()
    return 0
