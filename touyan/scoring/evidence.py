"""Everybody's trace on disk, small enough for a nation.

A folder of Parquet: `awards` says what a code means (node, article, raw, counted, rule); `records-*`
names for every record and clause its code, subject after subject, and `subjects-*` where each subject's
begin and how many they are; `long-*` holds records whose points depend on a quantity; `nodes-*` the steps
of clauses and sections. `read_evidence` puts a subject's rows back together.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from touyan.scoring import layout
from touyan.scoring.bind import Bound
from touyan.scoring.fields import Rule
from touyan.scoring.result import Result
from touyan.scoring.scratch import counter, fold_room, scratch_for
from touyan.scoring.simple import depths, told
from touyan.scoring.trace import RULES, Tracer, parts

Array = np.ndarray[Any, Any]


class Short(NamedTuple):
    """Short rows."""

    fact: Array  # number of the fact
    code: Array
    rows: Array  # per subject


def awards(bound: Bound) -> pa.Table:
    """What every code means."""
    act = bound.actions.act
    meta = np.maximum(act[:, layout.META], 0)
    node = meta & layout.NODE_MASK
    void = meta & layout.VOID != 0
    rule = (meta >> layout.RULE_SHIFT) & layout.RULE_MASK
    counted = np.where(void, 0, act[:, layout.POINTS]) * bound.sign[node]
    every = np.repeat(np.arange(len(act)), 3)
    outcome = np.tile(np.arange(3), len(act))
    names = np.array([str(one) for one in RULES])
    rules = np.where(outcome == 1, layout.R_LOWER, np.where(outcome == 2, layout.R_EXCLUSIVE, rule[every]))
    keys = np.array([one.key for one in bound.plan.nodes])
    articles = np.array([one.basis.article for one in bound.plan.nodes])
    return pa.table(
        {
            "code": np.arange(len(every), dtype=np.int32),
            "node": pa.array(keys[node[every]]),
            "raw": act[every, layout.RAW],
            "counted": np.where(outcome == 0, counted[every], 0),
            "rule": pa.array(names[rules]),
            "article": pa.array(articles[node[every]]),
        }
    )


class Writer:
    """One thread's room and the parts it writes."""

    def __init__(self, result: Result, path: Path, told: tuple[layout.Told, layout.Told]) -> None:
        self.tracer = Tracer(result)
        self.result = result
        self.path = path
        self.scratch = scratch_for(result.bound)
        self.room = fold_room(result.bound)
        self.buffers: dict[type, Any] = {}
        self.one, self.many = told
        self.longest = len(depths(result.bound.actions))

    def part(self, number: int, first: int, last: int) -> None:
        """Write the subjects first:last."""
        t, b, plan = self.tracer, self.result.bound, self.result.plan
        size = last - first
        most = int(b.store.offset[last] - b.store.offset[first]) * self.longest
        numbers = b.facts.number[int(b.store.offset[first]) : int(b.store.offset[last])]
        narrow = int(numbers.max(initial=0)) <= np.iinfo(np.int32).max and int(numbers.min(initial=0)) >= 0
        short = self._buffer(Short, max(most, size) + 2, np.int32 if narrow else np.int64)
        long = self._buffer(layout.Rows, max(most, size * 4 * len(plan.nodes)))
        value, sums = (np.zeros((plan.units, size), np.int64) for _ in range(2))
        count = np.empty((b.tree.needs, size), np.int64)
        at, scratch = counter(), self.scratch
        scratch.at[layout.ROWS] = 0
        t.call(
            "evidence", first, last, self.one, self.many, b.facts, b.actions, b.units, b.shapes, b.tree, b.sign,
            scratch, value, count, sums, short, at, long,
        )  # fmt: skip
        self._records(number, first, last, short, int(at[0]))
        self._long(number, first, long, int(scratch.at[layout.ROWS]))
        t.outside(np.arange(first, last), value)
        at = counter()
        t.fold(first, last, first, value, count, sums, self.room, long, at)
        self._nodes(number, long, int(at[layout.ROWS]))

    def _buffer(self, kind: type, size: int, number: type = np.int64) -> Any:
        """Room for rows, reused from part to part. `number`: type of the numbers of facts."""
        known = self.buffers.get(kind)
        if known is None or len(known[0]) < size or (kind is Short and known.fact.dtype != number):
            types = (number, np.int32, np.int32) if kind is Short else ROW_TYPES
            self.buffers[kind] = kind(*(np.empty(size + size // 8, one) for one in types))
        return self.buffers[kind]

    def _records(self, part: int, first: int, last: int, short: Short, rows: int) -> None:
        table = _plain({"fact": short.fact[:rows], "code": short.code[:rows]})
        pq.write_table(table, self.path / f"records-{part:05d}.parquet", **PLAIN)
        size = short.rows[: last - first].astype(np.int64)
        begin = np.cumsum(size) - size
        table = _plain({"subject": self.result.store.subjects[first:last], "begin": begin, "rows": size})
        pq.write_table(table, self.path / f"subjects-{part:05d}.parquet", **PLAIN)

    def _long(self, number: int, first: int, long: layout.Rows, rows: int) -> None:
        store = self.result.store
        table = _plain(
            {
                "subject": store.subjects[long.subject[:rows]],
                "fact": np.asarray(store.number)[long.fact[:rows]],
                "step": long.node[:rows].astype(np.int32) * len(RULES) + long.rule[:rows],
                "raw": long.raw[:rows],
                "counted": long.counted[:rows],
            }
        )
        pq.write_table(table, self.path / f"long-{number:05d}.parquet", **PLAIN)

    def _nodes(self, number: int, rows: layout.Rows, many: int) -> None:
        code = rows.node[:many].astype(np.int32) * len(RULES) + rows.rule[:many]
        table = _plain(
            {
                "subject": self.result.store.subjects[rows.subject[:many]],
                "step": code,
                "counted": rows.counted[:many],
            }
        )
        pq.write_table(
            table,
            self.path / f"nodes-{number:05d}.parquet",
            **PLAIN,
        )


PART = 2_000_000
"""Facts of a part: its room stays small and is used again."""
ROW_TYPES = (np.int32, np.int16, np.int64, np.int64, np.int64, np.int8)
PLAIN: dict[str, Any] = {
    "compression": "none",
    "use_dictionary": False,
    "write_statistics": ["subject"],
    "store_schema": False,
    "row_group_size": 1 << 17,
}
"""Plain numbers: packing them tighter would cost more time than the scoring itself."""


def write_evidence(result: Result, folder: str | Path, threads: int = 0) -> Path:
    """Write everybody's evidence; the folder. Changed subjects of an update must be run anew first."""
    if result.patch is not None:
        raise ValueError("更新后的结果请先整体重算，再写出全部来历")
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    for old in path.glob("*.parquet"):
        old.unlink()
    pq.write_table(awards(result.bound), path / "awards.parquet")
    waiting = iter(list(enumerate(parts(result, PART))))
    b = result.bound
    answers = told(b.actions, b.units, b.role, result.plan.tallies)

    def work() -> None:
        writer = Writer(result, path, answers)
        for number, (first, last) in waiting:
            writer.part(number, first, last)

    with ThreadPoolExecutor(threads or result.threads) as pool:
        for future in [pool.submit(work) for _ in range(threads or result.threads)]:
            future.result()
    return path


def read_evidence(folder: str | Path, result: Result, subject: int) -> pa.Table:
    """One subject's rows from the files: node, fact, raw, counted, rule. They add up to the total."""
    path = Path(folder)

    def rows(kind: str) -> pa.Table:
        files = sorted(str(file) for file in path.glob(f"{kind}-*.parquet"))
        return ds.dataset(files).to_table(filter=pc.field("subject") == subject)

    meaning = pq.read_table(path / "awards.parquet")
    records = _records_of(path, subject)
    short = meaning.take(records["code"]).append_column("fact", records["fact"])
    nodes, long = _named(rows("nodes"), result), _named(rows("long"), result)
    columns = ["node", "fact", "raw", "counted", "rule"]
    plain = [pa.table({name: table[name].cast(kind) for name, kind in KINDS.items() if name in table.column_names})
             for table in (short, long, nodes)]  # fmt: skip
    return pa.concat_tables(plain, promote_options="default").select(columns)


def _plain(columns: dict[str, Array]) -> pa.Table:
    """A table none of whose cells may be empty: nothing about emptiness is written."""
    arrays = [pa.array(column) for column in columns.values()]
    fields = [pa.field(name, array.type, False) for name, array in zip(columns, arrays, strict=True)]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _records_of(path: Path, subject: int) -> pa.Table:
    """One subject's records: the few row groups of one file that hold them."""
    for index in sorted(path.glob("subjects-*.parquet")):
        found = ds.dataset(index).to_table(filter=pc.field("subject") == subject).to_pylist()
        if found:
            file = pq.ParquetFile(index.with_name(index.name.replace("subjects", "records")))
            begin, rows = found[0]["begin"], found[0]["rows"]
            first, last = begin // PLAIN["row_group_size"], (begin + max(rows, 1) - 1) // PLAIN["row_group_size"]
            groups = [group for group in range(first, last + 1) if group < file.num_row_groups]
            return file.read_row_groups(groups).slice(begin - first * PLAIN["row_group_size"], rows)
    raise KeyError(f"考评对象 {subject} 没有写出来历")


def _named(rows: pa.Table, result: Result) -> pa.Table:
    """Rows with a step, their node and rule named."""
    step = rows["step"].to_numpy()
    keys = pa.array([one.key for one in result.plan.nodes], pa.string()).take(pa.array(step // len(RULES)))
    names = pa.array([str(one) for one in Rule]).take(pa.array(step % len(RULES)))
    return rows.append_column("node", keys).append_column("rule", names)


KINDS = {"node": pa.string(), "fact": pa.int64(), "raw": pa.int64(), "counted": pa.int64(), "rule": pa.string()}
