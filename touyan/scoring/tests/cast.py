"""张三、李四、王五 and short ways to write schemes and facts for the engine's tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa

from touyan.scoring import fields
from touyan.scoring.facts import check, schema
from touyan.scoring.model import (
    ONE,
    Already,
    Authors,
    Basis,
    Children,
    Clause,
    Combine,
    Compare,
    GradeOn,
    Is,
    Joiners,
    Late,
    LateRule,
    Match,
    Of,
    Outside,
    Rate,
    Round,
    Rounding,
    Scheme,
    Section,
    Share,
    Side,
    Sum,
    Tally,
    Test,
    Value,
    Window,
)
from touyan.scoring.office import Tables
from touyan.scoring.plan import compile
from touyan.scoring.result import Result
from touyan.scoring.run import run
from touyan.scoring.store import Store, cluster

张三, 李四, 王五 = 1, 2, 3
BASIS = Basis("第一条", "按此计分", "")
ANY = Match(())
YEAR = Window(date(2025, 1, 1), date(2025, 12, 31))
FINE = Rounding(1, Round.HALF_UP)
WHOLE = Rounding(ONE, Round.HALF_UP)
ALONE = Share(Authors.IGNORE, 0, (1, 1))


def p(points: float) -> int:
    """Points as the engine counts them."""
    return round(points * ONE)


def when(**values: str) -> Match:
    """A condition; several values are parted by a bar, `subject__role` speaks of the subject."""
    return Match(tuple(Is(k.replace("__", "."), tuple(v.split("|")), False) for k, v in values.items()))


def rate(points: float, match: Match = ANY, key: str = "", value: Value = Value.FIXED, **other: Any) -> Rate:
    made = Rate(key or f"{points}{match}", match, value, p(points), 0, 0, Outside.REFUSE)
    return replace(made, **other)


def clause(key: str = "提案", points: float = 1, **other: Any) -> Clause:
    """A clause for facts of the kind of its key."""
    rates = other.pop("rates", (rate(points),))
    made = Clause(
        key, key, BASIS, Side.AWARD, ANY, None, when(kind=key), tuple(rates), (), ALONE, Combine.EACH, False,
        Already.EXCLUDE, Sum(), (), None, None, None, FINE, True,
    )  # fmt: skip
    return replace(made, **other)


def section(*children: Clause | Section, key: str = "板块", **other: Any) -> Section:
    made = Section(key, key, BASIS, ANY, 0, tuple(children), Children.SUM, None, None, None, (1, 1), FINE, True)
    return replace(made, **other)


def tally(key: str, match: Match, **other: Any) -> Tally:
    return replace(Tally(key, key, match, False, False, None, BASIS), **other)


def test(node: str, amount: float, of: Of = Of.COUNT, compare: Compare = Compare.AT_LEAST) -> Test:
    return Test(node, of, compare, p(amount))


test.__test__ = False  # type: ignore[attr-defined]


def scheme(*children: Clause | Section, total: dict[str, Any] | None = None, **other: Any) -> Scheme:
    """A scheme whose root is 总分."""
    made = Scheme(
        "细则", "细则", "某政协", "1", YEAR, None, BASIS, ANY, YEAR, LateRule(Late.BY_DAY, None, None, None),
        Joiners.AS_FULL, (), (), section(*children, key="总分", **(total or {})), GradeOn.ROUNDED, (), (), (), (), (),
        (), (),
    )  # fmt: skip
    return replace(made, **other)


def day(month: int = 3, of_month: int = 1, year: int = 2025) -> date:
    return date(year, month, of_month)


def fact(kind: str = "提案", subject: int = 张三, **other: Any) -> dict[str, Any]:
    return {"subject": subject, "kind": kind, "day": day(), **other}


def facts_table(rows: list[dict[str, Any]]) -> pa.Table:
    """Facts, numbered from 1 where no number is given."""
    full = [{"fact": n, **row} for n, row in enumerate(rows, 1)]
    return pa.Table.from_pylist(full, schema=schema(fields.FACTS))


def people(*rows: dict[str, Any], many: int = 3) -> pa.Table:
    given = list(rows) or [{"subject": n} for n in range(1, many + 1)]
    return pa.Table.from_pylist(given, schema=schema(fields.SUBJECTS))


def store(rows: list[dict[str, Any]], subjects: pa.Table | None = None) -> Store:
    """A store of facts, none of which may be refused."""
    subjects = people() if subjects is None else subjects
    checked = check(facts_table(rows), subjects)
    assert checked.problems.num_rows == 0, checked.problems.to_pylist()
    return cluster(checked.table, subjects)


def table(columns: tuple[fields.Column, ...], *rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=schema(columns))


def score(
    given: Scheme, rows: list[dict[str, Any]], subjects: pa.Table | None = None, tables: Tables | None = None,
    engine: str = "plain",
) -> Result:  # fmt: skip
    """Run a scheme over some facts, keeping all points."""
    return run(
        compile(given)[0], store(rows, subjects), tables=tables or Tables(), engine=engine, keep="all", threads=1
    )


def points(result: Result, subject: int = 张三, node: str = "总分") -> float:
    """Points of a node (the total) of a subject, as plain numbers."""
    return float(result.kept[node][subject - 1]) / ONE


def grade(result: Result, subject: int = 张三) -> str | None:
    return result.grade_of(int(result.graded.grade[subject - 1]))
