"""The facts contract as Arrow: schemas, and what is refused or listed (docs/scoring.md §1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from touyan.scoring import fields
from touyan.scoring.fields import LIMIT_QUANTITY, Column
from touyan.scoring.tongues import Both

TYPES: dict[str, Callable[[], pa.DataType]] = {
    "int64": pa.int64,
    "int32": pa.int32,
    "int16": pa.int16,
    "date": pa.date32,
    "bool": pa.bool_,
    "text": pa.string,
}

MESSAGES: dict[str, Both] = {
    "missing": Both("必填列是空的，请补上", "A column that must be filled is empty; fill it in"),
    "unknown_subject": Both(
        "考评对象不在名单里，请核对编号或补入名单", "The subject is not on the list; check its number or add it"
    ),
    "negative": Both(
        "数量为负；更正请另记一条并写明更正哪条",
        "The quantity is negative; to correct a record, add one that says which it corrects",
    ),
    "absurd": Both(
        "数量大得不合理（超过 100000），请核对单位是否为万分之一",
        "The quantity is absurdly large (over 100000); check whether its unit is 1/10,000",
    ),
    "authors": Both(
        "署名次序或署名人数小于 1，请核对", "The author's place or the number of authors is below 1; check them"
    ),
    "cancels": Both(
        "更正所指的记录不存在，或编号不比本条小",
        "The record it corrects is not there, or its number is not a smaller one",
    ),
    "duplicate": Both("与另一条完全相同，只计一次", "The very same as another record; counted once"),
    "conflict": Both(
        "同一记录编号有不同内容，都未计入，请核对", "One number for records that differ; none is counted, check them"
    ),
    "day": Both("日期早于 1950 年或晚于 2129 年，请核对", "The day lies before 1950 or after 2129; check it"),
    "extra_result": Both(
        "同一对象同一来源有几个结果，以日期最近的为准",
        "Several results of one source for one subject; the latest holds",
    ),
    "months": Both("在任月数为负，按 0 计", "The months in office are negative; counted as 0"),
    "unknown_choice": Both(
        "选项、测评项目或投票人类别不在细则里，未计入",
        "The scheme does not name the choice, the question or the class of voters; not counted",
    ),
    "negative_count": Both("票数为负，未计入", "The number of ballots is negative; not counted"),
    "unknown_kind": Both("细则没有提到这一类别，未计入", "The scheme does not name this kind; not counted"),
    "outside": Both(
        "日期不在考评期内（或在截止后入库），未计入",
        "The day lies outside the window, or the record came after the cut-off; not counted",
    ),
    "no_result": Both(
        "缺少必须引用的外部结果，该对象不评等次", "A result that must be imported is missing; the subject gets no grade"
    ),
}
"""Problem codes and the sentence shown with each."""

PROBLEMS = pa.schema([("row", pa.int64()), ("fact", pa.int64()), ("code", pa.string())])


class WrongTable(ValueError):
    """A table lacks a column or has one of the wrong type; the message names all of them."""


def schema(columns: tuple[Column, ...]) -> pa.Schema:
    """The Arrow schema of a list of columns; units and meanings travel as metadata."""
    return pa.schema(
        [
            pa.field(c.name, TYPES[c.type](), not c.required, {"unit": c.unit, "title": c.title, "meaning": c.meaning})
            for c in columns
        ]
    )


def conform(table: pa.Table, columns: tuple[Column, ...], name: str) -> pa.Table:
    """The table with exactly these columns and types; Chinese headings are understood.

    Raises WrongTable with every missing or unreadable column. Nothing is guessed: a text that is no
    number, a number with a fraction, NaN are refused.
    """
    titles = {c.title: c.name for c in columns}
    table = table.rename_columns([titles.get(head, head) for head in table.column_names])
    wrong, arrays = [], []
    for column in columns:
        kind = TYPES[column.type]()
        if column.name not in table.column_names:
            if column.required:
                wrong.append(f"{name}缺少“{column.title}”({column.name})列")
            arrays.append(pa.nulls(table.num_rows, kind))
            continue
        try:
            arrays.append(table[column.name].cast(kind, safe=True))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            wrong.append(f"{name}的“{column.title}”({column.name})列应为 {column.type}：{error}")
    unknown = sorted(set(table.column_names) - {c.name for c in columns})
    if unknown:
        wrong.append(
            f"{name}里有不认识的列 {'、'.join(unknown)}；可用：{'、'.join(f'{c.name}({c.title})' for c in columns)}"
        )
    if wrong:
        raise WrongTable("\n".join(wrong))
    return pa.Table.from_arrays(arrays, names=[c.name for c in columns])


@dataclass(frozen=True)
class Checked:
    """Rows that are facts, and every row that is not, with its reason and its row number from 0."""

    table: pa.Table
    problems: pa.Table


def _numbers(column: pa.ChunkedArray, empty: int) -> np.ndarray[Any, Any]:
    return column.fill_null(empty).to_numpy()


def _days(column: pa.ChunkedArray, empty: int = 0) -> np.ndarray[Any, Any]:
    return column.cast(pa.int32()).fill_null(empty).to_numpy()


FIRST_DAY, LAST_DAY = -7305, 58229  # 1950-01-01 and 2129-06-06 as days since 1970


def check(table: pa.Table, subjects: pa.Table) -> Checked:
    """Sort rows into facts and problems by §1, steps 1 to 3. The result's rows keep their order."""
    import pyarrow.compute as pc  # here, since a run over a store that stands never asks for it

    table = conform(table, fields.FACTS, "记录表")
    fact = _numbers(table["fact"], 0)
    bad: list[tuple[str, np.ndarray[Any, Any]]] = []
    missing = pc.or_(pc.is_null(table["fact"]), pc.or_(pc.is_null(table["subject"]), pc.is_null(table["day"])))
    kind_needed = pc.and_(pc.is_null(table["cancels"]), pc.is_null(table["kind"]))
    bad.append(("missing", pc.or_(missing, kind_needed).to_numpy()))
    known = pc.is_in(table["subject"], value_set=subjects["subject"].combine_chunks())
    bad.append(("unknown_subject", ~known.to_numpy()))
    quantity = _numbers(table["quantity"], 0)
    bad += [("negative", quantity < 0), ("absurd", quantity > LIMIT_QUANTITY)]
    bad.append(("authors", (_numbers(table["place"], 1) < 1) | (_numbers(table["authors"], 1) < 1)))
    day = _days(table["day"])
    bad.append(("day", (day < FIRST_DAY) | (day > LAST_DAY)))
    named = table["cancels"].is_valid().to_numpy()
    cancels = _numbers(table["cancels"], 0)
    bad.append(("cancels", named & ((cancels >= fact) | ~np.isin(cancels, fact))))
    alive = np.ones(len(fact), bool)
    rows, codes = [], []
    for code, mask in bad:
        found = np.flatnonzero(mask & alive)
        alive[found] = False
        rows.append(found)
        codes += [code] * len(found)
    for code, found in _repeats(table, fact, alive):
        alive[found] = False
        rows.append(found)
        codes += [code] * len(found)
    alive &= _live(fact, cancels, named & alive, alive)
    alive &= table["kind"].is_valid().to_numpy()
    at = np.concatenate(rows) if rows else np.empty(0, np.int64)
    problems = pa.Table.from_arrays([pa.array(at), pa.array(fact[at]), pa.array(codes, pa.string())], schema=PROBLEMS)
    return Checked(table if alive.all() else table.filter(pa.array(alive)), problems)


def _repeats(
    table: pa.Table, fact: np.ndarray[Any, Any], alive: np.ndarray[Any, Any]
) -> list[tuple[str, np.ndarray[Any, Any]]]:
    """Rows that share a fact number: all but one of equal rows; all rows of unequal ones."""
    at = np.flatnonzero(alive)
    order = at[np.argsort(fact[at], kind="stable")]
    same = fact[order][1:] == fact[order][:-1]
    if not same.any():
        return []
    twice = np.unique(fact[order][1:][same])
    members = order[np.isin(fact[order], twice)]
    duplicates, conflicts = [], []
    seen: dict[int, list[tuple[int, dict[str, Any]]]] = {}
    for row, values in zip(members.tolist(), table.take(pa.array(members)).to_pylist(), strict=True):
        seen.setdefault(values["fact"], []).append((row, values))
    for group in seen.values():
        if all(values == group[0][1] for _, values in group):
            duplicates += [row for row, _ in group[1:]]
        else:
            conflicts += [row for row, _ in group]
    return [("duplicate", np.array(duplicates, np.int64)), ("conflict", np.array(conflicts, np.int64))]


def _live(
    fact: np.ndarray[Any, Any], cancels: np.ndarray[Any, Any], named: np.ndarray[Any, Any], alive: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Which rows no live row cancels; decided from the largest number down."""
    live = np.ones(len(fact), bool)
    if not named.any():
        return live
    gone: set[int] = set()
    at = np.flatnonzero(named)
    for row in at[np.argsort(-fact[at], kind="stable")].tolist():
        if int(fact[row]) not in gone:
            gone.add(int(cancels[row]))
    return ~np.isin(fact, np.fromiter(gone, np.int64, len(gone))) & live
