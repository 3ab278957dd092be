"""`touyan-score run --engine spark`: totals by Spark, from Parquet facts; the cluster is named by `--master`."""

from __future__ import annotations

import argparse
from pathlib import Path

import pyarrow as pa
from pyspark.sql import SparkSession

from touyan.scoring.office import Tables
from touyan.scoring.plan import Plan
from touyan.scoring.spark import run_spark


def run_on_spark(
    plans: tuple[Plan, ...], options: argparse.Namespace, subjects: pa.Table, tables: Tables, out: Path
) -> int:
    """Totals and grades of every plan as Parquet folders."""
    if Path(options.facts).suffix.lower() != ".parquet" or options.trace:
        raise ValueError("Spark 引擎读取 .parquet 记录，只写总分和等次；需要来历请用内置引擎")
    session = SparkSession.builder.master(options.master).getOrCreate()
    facts = session.read.parquet(str(Path(options.facts).resolve()))
    people = session.createDataFrame(subjects)
    for plan in plans:
        folder = out / plan.scheme.key if len(plans) > 1 else out
        run_spark(plan, facts, people, tables=tables).write.mode("overwrite").parquet(
            str((folder / "totals").resolve())
        )
        print(f"〔{plan.scheme.title}〕结果在 {folder / 'totals'}")
    session.stop()
    return 0
