"""Everybody's trace on disk, small enough for a nation.

A folder of Parquet: `awards` says what a code means (node, article, raw, counted, rule); `records-*`
names for every record and clause its code, subject after subject, and `subjects-*` where each subject's
begin and how many they are; `long-*` holds records whose points depend on a quantity; `nodes-*` the steps
of clauses and sections. `read_evidence` puts a subject's rows back together.
"""

from __future__ import annotations

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
from touyan.scoring.result import Result, Sums
from touyan.scoring.run import run
from touyan.scoring.runner import Hand, Out, Runner, Steps
from touyan.scoring.scratch import counter
from touyan.scoring.simple import Vocabulary, depths, vocabulary
from touyan.scoring.trace import RULES, parts

Array = np.ndarray[Any, Any]


class Short(NamedTuple):
    """Short rows."""

    fact: Array  # number of the fact
    code: Array
    rows: Array  # per subject


def awards(bound: Bound, words: Vocabulary) -> pa.Table:
    """What every code means."""
    act = bound.actions.act[words.action]
    meta = np.maximum(act[:, layout.META], 0)
    node = meta & layout.NODE_MASK
    void = meta & layout.VOID != 0
    own = words.outcome == 0
    rule = (meta >> layout.RULE_SHIFT) & layout.RULE_MASK
    rule = np.where(own, rule, np.where(words.outcome == 1, layout.R_LOWER, layout.R_EXCLUSIVE))
    counted = np.where(void, 0, act[:, layout.POINTS]) * bound.sign[node]
    keys = pa.array([one.key for one in bound.plan.nodes], pa.string())
    articles = pa.array([one.basis.article for one in bound.plan.nodes], pa.string())
    return pa.table(
        {
            "code": np.arange(len(act), dtype=np.int32),
            "node": keys.take(pa.array(node)),
            "raw": act[:, layout.RAW],
            "counted": np.where(own, counted, 0),
            "rule": pa.array([str(one) for one in RULES], pa.string()).take(pa.array(rule)),
            "article": articles.take(pa.array(node)),
        }
    )


class Book:
    """The folder that a run writes everybody's evidence into."""

    def __init__(self, bound: Bound, folder: str | Path) -> None:
        self.path = Path(folder)
        self.path.mkdir(parents=True, exist_ok=True)
        for old in self.path.glob("*.parquet"):
            old.unlink()
        words = vocabulary(bound.actions, bound.units, bound.role, bound.plan.tallies)
        self.one, self.many = words.one, words.many
        pq.write_table(awards(bound, words), self.path / "awards.parquet")
        self.longest = len(depths(bound.actions))

    def write(self, kind: str, first: int, columns: dict[str, Array]) -> None:
        """One file of a part, named after its first subject. None of its cells is empty, and none says so."""
        arrays = [pa.array(column) for column in columns.values()]
        fields = [pa.field(name, array.type, False) for name, array in zip(columns, arrays, strict=True)]
        table = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
        pq.write_table(table, self.path / f"{kind}-{first:09d}.parquet", **PLAIN)


class Pen(Hand):
    """One thread's room in a run that writes evidence: reads and folds as every hand, with rows."""

    def __init__(self, runner: Runner, book: Book) -> None:
        super().__init__(runner)
        self.book = book
        self.short = Short(*(np.empty(0, np.int32) for _ in Short._fields))
        self.long = layout.Rows(*(np.empty(0, kind) for kind in ROW_TYPES))

    def sums(self, size: int) -> Sums:
        """As every hand's, with the units' points before their shape."""
        sums = super().sums(size)
        if sums.units is None:
            sums.units = np.empty_like(sums.value)
        return sums

    def scan(self, first: int, last: int, shift: int, sums: Sums) -> None:
        """Fill the columns first - shift:last - shift of the sums, and write what the records gave."""
        b, offset = self.runner.bound, self.runner.bound.store.offset
        low, high = int(offset[first]), int(offset[last])
        most = max((high - low) * self.book.longest, last - first)
        short = self._short(most + 2, b.facts.number[low:high])
        long = self._long(most)
        at, self.scratch.at[layout.ROWS] = counter(), 0
        self.runner.call(
            "evidence", first, last, shift, sums.value.shape[1], self.book.one, self.book.many, b.facts, b.actions,
            b.units, b.shapes, b.tree, b.sign, self.scratch, sums.value, sums.count, sums.units, short,
            len(short.code) - 1, at, long,
        )  # fmt: skip
        rows = int(at[0])
        self.book.write("records", first, {"fact": short.fact[:rows], "code": short.code[:rows]})
        size = short.rows[: last - first].astype(np.int64)
        begin = np.cumsum(size) - size
        self.book.write("subjects", first, {"subject": b.store.subjects[first:last], "begin": begin, "rows": size})
        self._long_rows(first, long, int(self.scratch.at[layout.ROWS]))

    def fold(self, first: int, last: int, shift: int, stop: int, sums: Sums, out: Out) -> None:
        """Fold subjects first:last into `out`, and write what their clauses and sections changed."""
        b, at = self.runner.bound, counter()
        if stop < len(b.plan.program):
            super().fold(first, last, shift, stop, sums, out)
            return
        rows = self._long((last - first) * layout.MOST_STEPS * len(b.plan.nodes))
        self.runner.fold(self.room, first, last, shift, stop, b.classes.of, sums, out, Steps(sums.units, rows, at))
        many = int(at[layout.ROWS])
        code = rows.node[:many].astype(np.int32) * len(RULES) + rows.rule[:many]
        steps = {"subject": b.store.subjects[rows.subject[:many]], "step": code, "counted": rows.counted[:many]}
        self.book.write("nodes", first, steps)

    def _long_rows(self, first: int, long: layout.Rows, rows: int) -> None:
        store = self.runner.bound.store
        columns = {
            "subject": store.subjects[long.subject[:rows]],
            "fact": np.asarray(store.number)[long.fact[:rows]],
            "step": long.node[:rows].astype(np.int32) * len(RULES) + long.rule[:rows],
            "raw": long.raw[:rows],
            "counted": long.counted[:rows],
        }
        self.book.write("long", first, columns)

    def _short(self, size: int, numbers: Array) -> Short:
        """Room for short rows, reused from part to part."""
        narrow = int(numbers.max(initial=0)) <= np.iinfo(np.int32).max and int(numbers.min(initial=0)) >= 0
        number = np.dtype(np.int32 if narrow else np.int64)
        if len(self.short.code) < size or self.short.fact.dtype != number:
            size += size // 8
            self.short = Short(np.empty(size, number), np.empty(size, np.int32), np.empty(size, np.int32))
        return self.short

    def _long(self, size: int) -> layout.Rows:
        """Room for long rows, reused too; a page of it that nobody writes to costs nothing."""
        if len(self.long.rule) < size:
            self.long = layout.Rows(*(np.empty(size + size // 8, kind) for kind in ROW_TYPES))
        return self.long


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


def keep_book(runner: Runner, folder: str | Path) -> None:
    """Let a run write everybody's evidence into a folder, while it scores."""
    book = Book(runner.bound, folder)
    runner.hand = lambda: Pen(runner, book)
    runner.blocks = list(parts(runner.bound.store, PART))


def write_evidence(result: Result, folder: str | Path) -> Path:
    """Everybody's evidence of a result that was made without it: it is worked out again; the folder.

    Raises ValueError for a result of an update: run anew first.
    """
    if result.patch is not None:
        raise ValueError("更新后的结果请先整体重算，再写出全部来历")
    run(result.plan, result.store, tables=result.tables, engine=result.engine, threads=result.threads,
        keep=result.keep, nested=result.nested, evidence=folder)  # fmt: skip
    return Path(folder)


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
