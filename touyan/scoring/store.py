"""Facts laid out for the pass: clustered by subject and work, attributes folded into signatures.

A store is made once at ingest and kept. Subject j owns the facts offset[j]:offset[j + 1]: first
those that are their work's only fact, from middle[j] on works of several facts, one after the
other; within each part by (work, day, number).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from touyan.scoring import fields
from touyan.scoring.facts import _days, _numbers, conform
from touyan.scoring.model import FACT_ATTRIBUTES, SUBJECT_ATTRIBUTES

Array = np.ndarray[Any, Any]
NARROW, WIDE = 1 << 15, 1 << 31
ALONE = -(1 << 62)


@dataclass(frozen=True)
class Attribute:
    """One attribute over a table of distinct rows: a code per row, and what the codes mean."""

    codes: Array
    values: tuple[str, ...]

    def among(self, wanted: Sequence[str]) -> Array:
        """Which rows have one of the values."""
        hit = np.array([value in wanted for value in self.values], bool)
        return hit[self.codes] if len(hit) else np.zeros(len(self.codes), bool)

    def texts(self) -> list[str]:
        """The value of every row."""
        return [self.values[code] for code in self.codes]


@dataclass(frozen=True)
class Store:
    """Clustered facts with their dictionaries. Arrays may be memory maps of files."""

    subjects: Array  # numbers, rising
    kind: Array  # int32 per subject: row of `subject_table`
    subject_table: dict[str, Attribute]  # and "months" as text, "" for all of it
    offset: Array
    middle: Array  # where a subject's works of several facts begin
    sig: Array
    day: Array
    quantity: Array
    number: Array
    work: Array  # ALONE where the fact has none
    recorded: Array | None  # None: every fact became known on its day
    epoch: int  # days since 1970 of day 0
    days: int
    table: dict[str, Attribute]  # distinct signatures, and "counted_before" as "" or "1"
    folder: Path | None = None  # where the columns lie, when they are not held in memory

    @property
    def new(self) -> int:
        """The bit of `sig` that is set on the first fact of a work."""
        return NARROW if self.sig.dtype == np.uint16 else WIDE

    @property
    def signatures(self) -> int:
        """Number of distinct signatures."""
        return len(self.table["kind"].codes)

    def place(self, subject: int) -> int:
        """Where a subject stands. Raises KeyError with a sentence when it is not in the store."""
        at = int(np.searchsorted(self.subjects, subject))
        if at == len(self.subjects) or self.subjects[at] != subject:
            raise KeyError(f"考评对象 {subject} 不在名单里")
        return at


def factorize(columns: dict[str, pa.ChunkedArray]) -> tuple[Array, dict[str, Attribute]]:
    """Row of distinct combinations for each row, and the attributes of those combinations."""
    key = np.zeros(len(next(iter(columns.values()))), np.int64)
    dictionaries: dict[str, tuple[Array, tuple[str, ...]]] = {}
    for name, column in columns.items():
        coded = column.fill_null("").dictionary_encode().combine_chunks()
        values = tuple(coded.dictionary.to_pylist())
        order = sorted(range(len(values)), key=values.__getitem__)
        rank = np.empty(max(len(values), 1), np.int64)
        rank[order] = np.arange(len(values))
        codes = rank[coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)]
        dictionaries[name] = (codes, tuple(values[k] for k in order))
        key = key * max(len(values), 1) + codes
        if len(key) and int(key.max(initial=0)) > 1 << 40:
            key = _dense(key)[1]
    first, inverse = _dense(key)
    table = {name: Attribute(codes[first], values) for name, (codes, values) in dictionaries.items()}
    return inverse, table


def _dense(key: Array) -> tuple[Array, Array]:
    """(row of the first of each distinct key in rising order, place of each row's key)."""
    coded = pa.array(key).dictionary_encode()
    values = coded.dictionary.to_numpy(zero_copy_only=False)
    indices = coded.indices.to_numpy(zero_copy_only=False)
    order = np.argsort(values, kind="stable")
    rank = np.empty(len(values), np.int64)
    rank[order] = np.arange(len(values))
    inverse = rank[indices] if len(values) else np.empty(0, np.int64)
    first = np.zeros(len(values), np.int64)
    first[inverse[::-1]] = np.arange(len(key))[::-1]
    return first, inverse


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


def signature_columns(table: pa.Table) -> dict[str, pa.ChunkedArray]:
    """The columns of facts that make a signature, as text."""
    columns = {name: _text(table[name]) for name in FACT_ATTRIBUTES}
    before = table["counted_before"].fill_null(False).to_numpy()
    columns["counted_before"] = pa.chunked_array([pa.array(np.where(before, "1", ""))], pa.string())
    return columns


def subject_side(subjects: pa.Table) -> tuple[Array, Array, dict[str, Attribute]]:
    """(numbers rising, row of the table, table of distinct combinations of attributes).

    Raises ValueError when a number stands twice.
    """
    subjects = conform(subjects, fields.SUBJECTS, "名单").sort_by("subject")
    numbers = _numbers(subjects["subject"], ALONE).astype(np.int64)
    if len(numbers) and (numbers[0] == ALONE or (numbers[1:] == numbers[:-1]).any()):
        twice = np.unique(numbers[1:][numbers[1:] == numbers[:-1]])[:5].tolist()
        raise ValueError(f"名单里有空的或重复的编号：{twice}，请先改正名单")
    columns = {name: _text(subjects[name]) for name in SUBJECT_ATTRIBUTES}
    columns["months"] = _text(subjects["months"])
    kind, table = factorize(columns)
    return numbers, kind.astype(np.int32), table


def pack(inverse: Array, first_of_work: Array, signatures: int) -> Array:
    """Signature numbers with the top bit on the first fact of each work."""
    kind, bit = (np.uint16, NARROW) if signatures <= NARROW else (np.uint32, WIDE)
    sig: Array = inverse.astype(kind)
    sig[first_of_work] += kind(bit)
    return sig


def arrange(subject: Array, work: Array, day: Array, fact: Array) -> tuple[Array, Array, Array]:
    """(order of the facts, which in that order begin a work, which are their work's only one)."""
    order = np.lexsort((fact, day, work, subject))
    s, w = subject[order], work[order]
    first = np.ones(len(order), bool)
    first[1:] = (s[1:] != s[:-1]) | (w[1:] != w[:-1]) | (w[1:] == ALONE)
    alone = first & np.r_[first[1:], True][: len(order)]
    again = np.lexsort((~alone, s))
    return order[again], first[again], alone[again]


def cluster(table: pa.Table, subjects: pa.Table) -> Store:
    """The store of facts that passed `facts.check`."""
    numbers, kind, subject_table = subject_side(subjects)
    subject = np.searchsorted(numbers, _numbers(table["subject"], 0))
    work = _numbers(table["work"], ALONE)
    day = _days(table["day"])
    fact = _numbers(table["fact"], 0)
    inverse, signatures = factorize(signature_columns(table))
    order, first, alone = arrange(subject, work, day, fact)
    subject, work, day, fact, inverse = subject[order], work[order], day[order], fact[order], inverse[order]
    recorded = _days(table["recorded"], ALONE >> 32)[order]
    recorded = np.where(recorded == ALONE >> 32, day, recorded)
    epoch = int(day.min()) if len(day) else 0
    offset = np.searchsorted(subject, np.arange(len(numbers) + 1)).astype(np.int64)
    return Store(
        subjects=numbers,
        kind=kind,
        subject_table=subject_table,
        offset=offset,
        middle=offset[:-1] + np.bincount(subject[alone], minlength=len(numbers)),
        sig=pack(inverse, first, len(signatures["kind"].codes)),
        day=(day - epoch).astype(np.uint16),
        quantity=_numbers(table["quantity"], 10_000)[order].astype(np.int32),
        number=fact.astype(np.int64),
        work=work.astype(np.int64),
        recorded=None if np.array_equal(recorded, day) else recorded.astype(np.int32),
        epoch=epoch,
        days=int(day.max()) - epoch + 1 if len(day) else 1,
        table=signatures,
    )
