"""The same plan on Spark, for what outgrows one machine. An optional extra: needs pyspark and Java 17.

Subjects are independent until they are compared: the same kernels run inside the partitions
(`mapInArrow` over facts partitioned by subject), and comparing them is left to Spark's own window
functions over integers. The digits are those of the embedded engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from touyan.scoring import fields
from touyan.scoring.bind import Bound, bind
from touyan.scoring.facts import TYPES, check, conform
from touyan.scoring.grading import Graded, places_of
from touyan.scoring.model import (
    AgainstMean,
    Clause,
    Empty,
    GradeOn,
    LastN,
    Panel,
    Quota,
    QuotaTies,
    Rank,
    RatioToBest,
    Round,
    Rounding,
    Ties,
)
from touyan.scoring.office import Listed, Tables, panel
from touyan.scoring.plan import Plan, needs
from touyan.scoring.result import Result, Sums
from touyan.scoring.run import keep_columns, outside_points
from touyan.scoring.runner import Runner, applying_to
from touyan.scoring.scratch import fold_room, scratch_for
from touyan.scoring.store import cluster
from touyan.scoring.trace import Tracer, as_table
from touyan.scoring.tree import counts_read

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

SUBJECT = "s_"
LONGS = "array<bigint>"
TRACE_SCHEMA = ", ".join(f"{c.name} {'string' if c.type == 'text' else 'bigint'}" for c in fields.TRACE)
Array = np.ndarray[Any, Any]
Outside = tuple[dict[int, Array], Array]
"""Points of clauses that read other tables, and who is blocked."""
Nested = dict[str, tuple[Array, Array]]


@dataclass(frozen=True)
class Given:
    """What every partition is told besides its rows: it travels with the work."""

    plan: Plan
    tables: Tables
    panels: dict[int, dict[int, int]]  # points by clause and subject
    nested: tuple[str, ...]  # schemes whose totals stand in the columns n_0, n_1, …


def _part(batches: Iterable[pa.RecordBatch]) -> tuple[pa.Table, pa.Table, pa.Table]:
    """(subjects, facts, the joined rows of the first of each subject) of a partition of joined rows."""
    table = pa.Table.from_batches(list(batches))
    names = [c.name for c in fields.SUBJECTS]
    subjects = table.select([SUBJECT + name for name in names]).rename_columns(names)
    subjects = conform(subjects, fields.SUBJECTS, "名单")
    first = np.unique(subjects["subject"].to_numpy(), return_index=True)[1]
    facts = conform(table.select([c.name for c in fields.FACTS]), fields.FACTS, "记录表")
    return subjects.take(pa.array(first)), facts.filter(facts["fact"].is_valid()), table.take(pa.array(first))


def _bound(given: Given, batches: list[pa.RecordBatch]) -> tuple[Bound, Outside, pa.Table]:
    """(the plan joined to a partition's facts, what does not come from facts, the subjects' rows)."""
    subjects, facts, rows = _part(batches)
    bound = bind(given.plan, cluster(check(facts, subjects).table, subjects))
    nested: Nested = {}
    for k, key in enumerate(given.nested):
        there = rows.filter(rows[f"n_{k}"].is_valid())
        nested[key] = (there[SUBJECT + "subject"].to_numpy(), there[f"n_{k}"].to_numpy())
    outside, blocked = outside_points(bound, replace(given.tables, marks=None), nested, Listed())
    for node, points in given.panels.items():
        outside[node] = np.array([points.get(int(one), 0) for one in bound.store.subjects], np.int64)
    return bound, (outside, blocked), rows


def _scan(given: Given) -> Callable[..., Iterator[pa.RecordBatch]]:
    """First step of a partition: sums of every subject."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        received = list(batches)
        if not any(batch.num_rows for batch in received):
            return
        bound, outside, _ = _bound(given, received)
        yield from _sums(bound, outside)

    return work


def _sums(bound: Bound, outside: Outside) -> Iterator[pa.RecordBatch]:
    plan, store = bound.plan, bound.store
    runner = Runner(bound, "compiled", 1, None)
    size = len(store.subjects)
    sums = runner.empty(size)
    value, count = sums.value, sums.count
    runner.scan(scratch_for(bound), 0, size, 0, sums)
    found, blocked = outside
    for node, points in found.items():
        value[node] = points
    scored = bound.classes.of >= 0
    attributes = {SUBJECT + name: store.subject_table[name].texts() for name in store.subject_table}
    columns: dict[str, Any] = {"subject": store.subjects[scored]}
    for name, texts in attributes.items():
        columns[name] = pa.array(texts, pa.string()).take(pa.array(store.kind[scored]))
    columns["value"] = pa.array(list(value.T[scored]), pa.list_(pa.int64()))
    columns["count"] = pa.array(list(count.T[scored]), pa.list_(pa.int64()))
    columns["barred"] = blocked[scored] | bound.classes.exempt[scored]
    columns["blocked"] = blocked[scored]
    for stage in plan.stages:
        for node in stage.nodes:
            members = applying_to(bound, node) & ~bound.classes.exempt
            columns[f"in_{node}"] = members[scored]
    yield from pa.table(columns).to_batches()


def _scan_schema(plan: Plan) -> str:
    names = [c.name for c in fields.SUBJECTS if c.name != "subject"]
    columns = ["subject bigint", *(f"`{SUBJECT}{name}` string" for name in names)]
    columns += [f"value {LONGS}", f"count {LONGS}", "barred boolean", "blocked boolean"]
    columns += [f"in_{node} boolean" for stage in plan.stages for node in stage.nodes]
    return ", ".join(columns)


def _rows(given: Given) -> Callable[..., Iterator[pa.RecordBatch]]:
    """Last step of a partition: the trace, the comparing clauses' points standing in the columns pop_…."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        received = list(batches)
        if not any(batch.num_rows for batch in received):
            return
        bound, (outside, blocked), rows = _bound(given, received)
        for stage in given.plan.stages:
            for node in stage.nodes:
                outside[node] = rows[f"pop_{node}"].fill_null(0).to_numpy().copy()
        nothing = np.zeros(len(bound.store.subjects), np.int64)
        none = Graded(nothing, nothing, blocked, nothing)
        result = Result(given.plan, bound, given.tables, "compiled", 1, {}, outside, blocked, [], None, nothing,
                        nothing, nothing, {}, {}, none, "total")  # fmt: skip
        tracer = Tracer(result)
        table = as_table(tracer, tracer.rows(0, len(nothing)))
        plain = {c.name: table[c.name].cast(TYPES[c.type]()) for c in fields.TRACE}
        yield from pa.table(plain).to_batches()

    return work


def _again(plan: Plan, table: pa.Table) -> tuple[Bound, Sums]:
    """(bound, sums) of subjects whose sums are known; there are no facts."""
    names = [c.name for c in fields.SUBJECTS if c.name != "subject"]
    given = {name: pa.array(table[SUBJECT + name].to_pylist(), pa.string()) for name in names}
    months = [int(one) if one else None for one in given.pop("months").to_pylist()]
    subjects = pa.table({"subject": table["subject"], **given, "months": pa.array(months, pa.int16())})
    order = np.argsort(subjects["subject"].to_numpy(), kind="stable")
    empty = pa.Table.from_pylist([], schema=pa.schema([(c.name, pa.null()) for c in fields.FACTS]))
    store = cluster(conform(empty, fields.FACTS, ""), subjects)
    lists = ((table["value"], plan.units), (table["count"], len(counts_read(plan))))
    flat = [column.combine_chunks().flatten().to_numpy().reshape(len(order), width) for column, width in lists]
    value, count = (np.ascontiguousarray(one[order].T) for one in flat)
    return bind(plan, store), Sums(value, count, {}, {})


def _fold(plan: Plan, stop: int, columns: list[tuple[str, int, int]], known: list[int], full: bool
          ) -> Callable[..., Iterator[pa.RecordBatch]]:  # fmt: skip
    """A step of a partition: fold to `stop`, with the comparing clauses known so far put in."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        received = [batch for batch in batches if batch.num_rows]
        if not received:
            return
        table = pa.Table.from_batches(received).sort_by("subject")
        bound, sums = _again(plan, table)
        for node in known:
            sums.value[node] = table[f"pop_{node}"].to_numpy()
        runner = Runner(bound, "compiled", 1, None)
        out = runner.out(columns)
        runner.fold(fold_room(bound), 0, table.num_rows, 0, stop, bound.classes.of, sums, out)
        added = {f"x_{key}": out.kept[k] for k, (key, _, _) in enumerate(columns)}
        if full:
            added |= {"total": out.total, "exact": out.exact, "limits": out.limits}
        for name, column in added.items():
            table = table.append_column(name, pa.array(column))
        yield from table.to_batches()

    return work


def _longs(names: Iterable[str]) -> str:
    return "".join(f", {name} bigint" for name in names)


def _compared(clause: Clause, node: int, x: str) -> Column:
    """Points of a comparing clause as a column; only numbers of the scheme stand in the text."""
    from pyspark.sql import functions as F
    from pyspark.sql.window import Window

    shape: Any = clause.shape
    lists = [F.col(f"in_{node}"), *(F.col(SUBJECT + name) for name in shape.source.lists)]
    over = Window.partitionBy(*lists)
    higher = shape.source.higher_is_better
    ordered = over.orderBy(F.col(x).desc() if higher else F.col(x).asc())
    if isinstance(shape, Rank):
        place = F.dense_rank().over(ordered) if shape.ties is Ties.DENSE else F.rank().over(ordered)
        if shape.ties is Ties.SHARE_WORST:
            place = F.rank().over(ordered) + F.count("*").over(Window.partitionBy(*lists, F.col(x))) - 1
        table = F.array(*(F.lit(value).cast("bigint") for value in shape.values))
        last, size = shape.values[-1], len(shape.values)
        beyond = F.greatest(F.lit(shape.floor).cast("bigint"), F.lit(last) - F.lit(shape.step) * (place - size))
        points = F.when(place <= size, F.element_at(table, F.least(place, F.lit(size)).cast("int"))).otherwise(beyond)
    elif isinstance(shape, RatioToBest):
        best = F.max(x).over(over) if higher else F.min(x).over(over)
        own, under = (F.col(x), best) if higher else (best, F.col(x))
        points = F.when(under <= 0, F.lit(shape.points if shape.empty is Empty.FULL else 0)).otherwise(
            F.greatest(F.lit(0).cast("bigint"), _quotient(own * shape.points, under, clause.rounding))
        )
    elif isinstance(shape, LastN):
        backwards = over.orderBy(F.col(x).asc() if higher else F.col(x).desc())
        worse = F.rank().over(backwards) - 1
        equal = F.count("*").over(Window.partitionBy(*lists, F.col(x)))
        hit = worse < shape.count if shape.ties_in else worse + equal <= shape.count
        points = F.when(hit, F.lit(shape.points)).otherwise(F.lit(0))
    else:
        points = _mean(shape, x, over)
    return F.when(F.col(f"in_{node}"), points).otherwise(F.lit(0)).cast("bigint")


def _quotient(over: Column, under: Column, rounding: Rounding) -> Column:
    """over / under rounded, over integers; under is made 1 where it is not above 0."""
    from pyspark.sql import functions as F

    safe = F.when(under > 0, under).otherwise(F.lit(1)).cast("bigint")
    size = safe * rounding.unit
    amount = F.abs(over.cast("bigint"))
    rest = amount % size
    whole = F.call_function("div", amount, size)
    more = {Round.HALF_UP: rest * 2 >= size, Round.DOWN: F.lit(False), Round.UP: rest > 0}[rounding.mode]
    up = (whole + F.when(more, 1).otherwise(0)) * rounding.unit
    return F.when(over >= 0, up).otherwise(-up)


def _mean(shape: AgainstMean, x: str, over: Any) -> Column:
    from pyspark.sql import functions as F

    number, total = F.count("*").over(over), F.sum(x).over(over)
    worse = total - number * F.col(x) if shape.source.higher_is_better else number * F.col(x) - total
    lost = F.call_function("div", F.greatest(worse, F.lit(0).cast("bigint")), number * shape.each)
    left = F.greatest(F.lit(0).cast("bigint"), F.lit(shape.points) - F.lit(shape.minus) * lost)
    return F.when(worse <= 0, F.lit(shape.points).cast("bigint")).otherwise(left)


@dataclass(frozen=True)
class Scored:
    """What Spark found: totals and grades, and the trace when it is asked for. Nothing is computed before."""

    totals: DataFrame  # subject, total, exact, banded, grade, limits, open, blocked
    _trace: Callable[[], DataFrame]

    def trace(self) -> DataFrame:
        """Every point with its record and article, as `fields.TRACE`; `counted` adds up to the total."""
        return self._trace()


def run_spark(plan: Plan, facts: DataFrame, subjects: DataFrame, *, tables: Tables | None = None, partitions: int = 0,
              nested: dict[str, DataFrame] | None = None) -> Scored:  # fmt: skip
    """Totals, grades and the trace of everyone the plan scores.

    `facts` and `subjects` have the columns of `fields.FACTS` and `fields.SUBJECTS`. Facts that
    `facts.check` would refuse within a partition are left out; check them beforehand for the list.
    `nested`: totals (subject, total) of the schemes of the same document that were run before.
    """
    from pyspark.sql import functions as F

    imports = tuple(sorted(needs(plan.scheme) & set(nested or {})))
    given = Given(plan, tables or Tables(), _panels(plan, subjects, tables or Tables()), imports)
    rows = subjects.select(*(F.col(c.name).alias(SUBJECT + c.name) for c in fields.SUBJECTS))
    for k, key in enumerate(imports):
        totals = (nested or {})[key].select(F.col("subject").alias(f"w_{k}"), F.col("total").alias(f"n_{k}"))
        rows = rows.join(totals, rows[SUBJECT + "subject"] == totals[f"w_{k}"], "left").drop(f"w_{k}")
    joined = rows.join(facts, rows[SUBJECT + "subject"] == facts["subject"], "left")

    def spread(frame: DataFrame) -> DataFrame:
        owner = F.col(SUBJECT + "subject")
        return frame.repartition(partitions, owner) if partitions else frame.repartition(owner)

    frame = _folded(plan, spread(joined).mapInArrow(_scan(given), _scan_schema(plan)))

    def trace() -> DataFrame:
        known = [F.col(f"pop_{node}") for stage in plan.stages for node in stage.nodes]
        points = frame.select(F.col("subject").alias("p_subject"), *known)
        whole = joined.join(points, joined[SUBJECT + "subject"] == points["p_subject"], "left").drop("p_subject")
        return spread(whole).mapInArrow(_rows(given), TRACE_SCHEMA)

    return Scored(_graded(plan, frame), trace)


def run_spark_all(plans: tuple[Plan, ...], facts: DataFrame, subjects: DataFrame, *, tables: Tables | None = None,
                  partitions: int = 0) -> dict[str, Scored]:  # fmt: skip
    """Every scheme of a document, those imported first; by scheme key."""
    found: dict[str, Scored] = {}
    for plan in plans:
        before = {key: scored.totals.select("subject", "total") for key, scored in found.items()}
        found[plan.scheme.key] = run_spark(
            plan, facts, subjects, tables=tables, partitions=partitions, nested=before
        )  # fmt: skip
    return found


def _folded(plan: Plan, frame: DataFrame) -> DataFrame:
    """Stage by stage the comparing clauses (pop_…), then total, exact and limits."""
    from pyspark.sql import functions as F

    schema = _scan_schema(plan)
    known: list[int] = []
    counts = counts_read(plan)
    for stage in plan.stages:
        sources = {node: _source(plan, node) for node in stage.nodes}
        columns = [(str(source), source, 1) for source, points in sources.values() if points and source >= plan.tallies]
        columns = [column for column in dict.fromkeys(columns) if column[1] not in stage.nodes]
        if stage.stop:
            frame, schema = _step(plan, frame, schema, stage.stop, columns, known, full=False)
        for node, (source, points) in sources.items():
            x = f"x_{source}"
            if x not in frame.columns:
                which = F.col("value")[source] if points else F.col("count")[counts.index(source)]
                frame = frame.withColumn(x, which)
                schema += _longs([x])
            frame = frame.withColumn(f"pop_{node}", _compared(plan.clause(node), node, x))
            schema += _longs([f"pop_{node}"])
            known.append(node)
    columns = keep_columns(plan, "total")
    columns = [(f"k{k}", node, points) for k, (_, node, points) in enumerate(columns)]
    return _step(plan, frame, schema, len(plan.program), columns, known, full=True)[0]


def _panels(plan: Plan, subjects: DataFrame, tables: Tables) -> dict[int, dict[int, int]]:
    """Points of panels, worked out where the marks are: few subjects have any."""
    if tables.marks is None:
        return {}
    marked = sorted(set(tables.marks["subject"].to_pylist()))
    found = subjects.filter(subjects["subject"].isin(marked)).toPandas()
    few = conform(pa.Table.from_pandas(found, preserve_index=False), fields.SUBJECTS, "名单")
    empty = pa.table({c.name: pa.nulls(0) for c in fields.FACTS})
    bound = bind(plan, cluster(conform(empty, fields.FACTS, ""), few))
    points = {}
    for node in range(plan.tallies, plan.units):
        clause = plan.clause(node)
        if isinstance(clause.shape, Panel):
            of = panel(clause, clause.shape, tables, bound.store, applying_to(bound, node))
            points[node] = dict(zip(bound.store.subjects.tolist(), of.tolist(), strict=True))
    return points


def _source(plan: Plan, node: int) -> tuple[int, int]:
    shape: Any = plan.clause(node).shape
    return (node if shape.source.node is None else plan.number[shape.source.node]), int(shape.source.of == "points")


def _step(plan: Plan, frame: DataFrame, schema: str, stop: int, columns: list[tuple[str, int, int]], known: list[int],
          full: bool) -> tuple[DataFrame, str]:  # fmt: skip
    made = [f"x_{key}" for key, _, _ in columns] + (["total", "exact", "limits"] if full else [])
    schema += _longs(made)
    return frame.mapInArrow(_fold(plan, stop, columns, list(known), full), schema), schema


def _graded(plan: Plan, frame: DataFrame) -> DataFrame:
    """Grades, gates, vetoes and quotas as columns."""
    from pyspark.sql import functions as F

    scheme = plan.scheme
    none = len(scheme.grades)
    keys = [one.key for one in scheme.grades]
    on = F.col("total" if scheme.grade_on is GradeOn.ROUNDED else "exact")
    banded = F.lit(none)
    for place in reversed(range(none)):
        least = scheme.grades[place].at_least
        banded = F.lit(place) if least is None else F.when(on >= least, F.lit(place)).otherwise(banded)
    frame = frame.withColumn("on", on).withColumn("banded", banded).withColumn("open", F.lit(False))
    grade = F.col("banded")
    acting: list[Any] = [*scheme.gates, *scheme.vetoes]
    for bit, one in enumerate(acting):
        lowest = none if one.grade is None else keys.index(one.grade)
        acts = F.col("limits").bitwiseAND(1 << bit) != 0
        grade = F.when(acts, F.greatest(grade, F.lit(lowest))).otherwise(grade)
    frame = frame.withColumn("grade", F.when(F.col("barred"), F.lit(none)).otherwise(grade))
    breaks = {key: f"x_k{k}" for k, (key, _, _) in enumerate(keep_columns(plan, "total"))}
    for quota in scheme.quotas:
        frame = _quota(frame, quota, keys.index(quota.grade), none, breaks)
    names = F.array(*(F.lit(key) for key in keys), F.lit(None).cast("string"))
    named = {name: F.element_at(names, F.col(name).cast("int") + 1) for name in ("banded", "grade")}
    frame = frame.withColumns(named)
    return frame.select("subject", "total", "exact", "banded", "grade", "limits", "open", "blocked")


def _quota(frame: DataFrame, quota: Quota, place: int, none: int, breaks: dict[str, str]) -> DataFrame:
    from pyspark.sql import functions as F
    from pyspark.sql.window import Window

    lists = [F.col(SUBJECT + name) for name in quota.lists]
    whole = Window.partitionBy(*lists)
    graded = F.count(F.when(F.col("grade") < none, 1)).over(whole)
    if quota.by == "first_n":
        limit = F.lit(places_of(quota, 0)).cast("bigint")
    else:
        share = _quotient(graded * quota.amount, F.lit(10_000).cast("bigint"), Rounding(1, quota.rounding))
        limit = F.greatest(F.lit(quota.minimum).cast("bigint"), share)
    frame = frame.withColumn("holds", F.col("grade") <= place).withColumn("limit", limit)
    columns = [F.col("on"), *(F.col(breaks[key]) for key in quota.tie_break)]
    inside = Window.partitionBy(F.col("holds"), *lists)
    better = F.rank().over(inside.orderBy(*(column.desc() for column in columns))) - 1
    equal = F.count("*").over(Window.partitionBy(F.col("holds"), *lists, *columns))
    frame = frame.withColumn("better", better).withColumn("equal", equal)
    edge = (F.col("better") < F.col("limit")) & (F.col("better") + F.col("equal") > F.col("limit"))
    out = F.col("better") >= F.col("limit")
    falls = out if quota.ties is QuotaTies.ALL_IN else out | edge
    left = edge if quota.ties is QuotaTies.LEFT_OPEN else F.lit(False)
    frame = frame.withColumn("open", F.col("open") | (F.col("holds") & left))
    lower = F.lit(min(place + 1, none))
    return frame.withColumn("grade", F.when(F.col("holds") & falls, lower).otherwise(F.col("grade"))).drop(
        "holds", "limit", "better", "equal"
    )
