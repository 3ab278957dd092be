"""Runs the hand cases of a scheme on the engine. Imports the engine's heavy parts; pages never import this file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from touyan.scoring import fields
from touyan.scoring.consequences import proposals
from touyan.scoring.facts import check, schema
from touyan.scoring.language.cases import Case, Expected, dated, load_tests
from touyan.scoring.language.kinds import decimal
from touyan.scoring.language.load import load
from touyan.scoring.model import Document
from touyan.scoring.office import Tables
from touyan.scoring.plan import compile
from touyan.scoring.result import Result
from touyan.scoring.run import run_all
from touyan.scoring.store import cluster


@dataclass(frozen=True)
class Outcome:
    """One case: its sentence, its place, and every difference as a sentence (none: it holds)."""

    name: str
    line: int
    differences: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.differences


def cases_beside(scheme: Path) -> Path:
    """Where the hand cases of a scheme file stand."""
    return scheme.with_name(scheme.name.removesuffix(".yaml") + ".test.yaml")


def run_file(scheme: Path, *, engine: str = "plain") -> tuple[Outcome, ...]:
    """The outcomes of the cases beside a scheme file. Raises ValueError with all problems of either file."""
    loaded = load(scheme.read_text("utf-8"), scheme.name)
    beside = cases_beside(scheme)
    cases = load_tests(beside.read_text("utf-8"), beside.name)
    problems = (*loaded.problems, *cases.problems)
    if loaded.document is None or problems:
        raise ValueError("\n".join(problem.told() for problem in problems))
    document = loaded.document
    return tuple(Outcome(case.name, case.line, differences(document, case, engine)) for case in cases.cases)


def differences(document: Document, case: Case, engine: str = "plain") -> tuple[str, ...]:
    """Everything that came out otherwise than the case says."""
    key = case.scheme or document.schemes[0].key
    scheme = next((one for one in document.schemes if one.key == key), None)
    if scheme is None:
        return (f"没有代号为“{key}”的方案；可写：{'、'.join(one.key for one in document.schemes)}",)
    results = run_all(
        compile(document), _store(case, scheme.window.start), tables=_tables(case), engine=engine, keep="all"
    )
    found: list[str] = []
    for name, expected in case.expected.items():
        number = case.names.index(name) + 1
        found.extend(f"{name}：{line}" for line in _compare(results[key], number, expected))
    return tuple(found)


def _table(rows: tuple[dict[str, Any], ...], columns: tuple[fields.Column, ...]) -> pa.Table:
    return pa.Table.from_pylist([{c.name: row.get(c.name) for c in columns} for row in rows], schema=schema(columns))


def _store(case: Case, start: Any) -> Any:
    subjects = _table(case.subjects, fields.SUBJECTS)
    checked = check(_table(dated(case.facts, start), fields.FACTS), subjects)
    return cluster(checked.table, subjects)


def _tables(case: Case) -> Tables:
    return Tables(
        ballots=_table(case.ballots, fields.BALLOTS),
        marks=_table(case.marks, fields.MARKS),
        imported=_table(case.imported, fields.IMPORTED),
        history=_table(case.history, fields.HISTORY),
    )


def _compare(result: Result, number: int, expected: Expected) -> list[str]:
    rows = [row for row in result.totals().to_pylist() if row["subject"] == number]
    if not rows:
        return ["不在本方案的考评对象之列"]
    row = rows[0]
    found = []
    for name, title in (("total", "总分"), ("exact", "取整前总分")):
        wanted = getattr(expected, name)
        if wanted is not None and row[name] != wanted:
            found.append(f"{title}应为 {decimal(wanted)}，算得 {decimal(row[name])}")
    for key, wanted in expected.points.items():
        own = row.get(f"points:{key}")
        if own != wanted:
            got = "没有这一条目" if own is None else f"算得 {decimal(own)}"
            found.append(f"“{key}”应得 {decimal(wanted)}，{got}")
    for name, title in (("grade", "等次"), ("banded", "按分等次")):
        wanted = getattr(expected, name)
        if wanted is not None and (row[name] or "") != wanted:
            found.append(f"{title}应为 {wanted or '无'}，算得 {row[name] or '无'}")
    for name, title in (("limits", "限制"), ("alerts", "提示线")):
        wanted = getattr(expected, name)
        if wanted is not None and set(row[name].split()) != set(wanted):
            found.append(f"{title}应为 {'、'.join(wanted) or '无'}，算得 {row[name] or '无'}")
    if expected.consequences is not None:
        proposed = [one.consequence for one in proposals(result) if one.subject == number]
        if set(proposed) != set(expected.consequences):
            found.append(f"结果运用应为 {'、'.join(expected.consequences) or '无'}，算得 {'、'.join(proposed) or '无'}")
    for name, title in (("open", "留待研究"), ("blocked", "暂不评定")):
        wanted = getattr(expected, name)
        if wanted is not None and row[name] != wanted:
            found.append(f"{title}应为 {'是' if wanted else '否'}")
    return found
