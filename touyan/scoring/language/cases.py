"""Hand cases of a scheme: `<scheme>.test.yaml`, each a sentence, records, and what must come out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from touyan.scoring.language.forms import Field, Form, check_keys
from touyan.scoring.language.grammar.terms import FACT_WORDS, SUBJECT_WORDS
from touyan.scoring.language.grammar.units import Keyed
from touyan.scoring.language.kinds import YES_NO, Amount, Day, Key, Many, Or, Text, Whole
from touyan.scoring.language.problems import Mark, Problem
from touyan.scoring.language.reading import Failed, Reading
from touyan.scoring.language.references import WHAT
from touyan.scoring.language.tree import Table, Tree, parse

SOMEBODY = "张三"
Row = dict[str, Any]


@dataclass(frozen=True)
class Expected:
    """What must come out for one subject; None and absent keys are not looked at. Points in 1/10,000."""

    total: int | None = None
    exact: int | None = None
    points: dict[str, int] = field(default_factory=dict)
    grade: str | None = None  # "" expects no grade
    banded: str | None = None
    limits: tuple[str, ...] | None = None
    alerts: tuple[str, ...] | None = None
    open: bool | None = None
    blocked: bool | None = None
    consequences: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Case:
    """One case: rows as `touyan.scoring.fields` names them, subjects numbered from 1 in the order written."""

    name: str
    line: int
    scheme: str  # key; empty: the only or first scheme
    names: tuple[str, ...]
    subjects: tuple[Row, ...]
    facts: tuple[Row, ...]
    ballots: tuple[Row, ...]
    marks: tuple[Row, ...]
    imported: tuple[Row, ...]
    history: tuple[Row, ...]
    expected: dict[str, Expected]


@dataclass(frozen=True)
class Cases:
    """The cases of a file, or its problems."""

    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Points:
    """A table from the key of a node to its points."""

    kind: Any

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        if not isinstance(node, Table):
            return at.report(node.mark, "expected_table", word=word)
        check_keys(node, at)
        found = {key: self.kind.read(value, at, key) for key, value in node.entries.items()}
        failed = [value for value in found.values() if isinstance(value, Failed)]
        return failed[0] if failed else found


def _row(**values: Any) -> Row:
    return values


def _texts(words: dict[str, str]) -> tuple[Field, ...]:
    return tuple(Field(word, name, Text(200), absent=None) for word, name in words.items())


_WHO = Field("对象", "who", Text(40), absent=SOMEBODY)
_TEXT_WORDS = {word: name for word, name in FACT_WORDS.items() if name not in ("place", "authors")}
RECORD = Form(
    _row,
    "记录",
    (
        _WHO,
        *_texts(_TEXT_WORDS),
        Field("署名次序", "place", Whole(low=1, high=999), absent=None),
        Field("署名人数", "authors", Whole(low=1, high=999), absent=None),
        Field("数量", "quantity", Amount(low=0), absent=None),
        Field("事项", "work", Text(100), absent=None),
        Field("日期", "day", Day(), absent=None),
        Field("入库日期", "recorded", Day(), absent=None),
        Field("往年已计", "counted_before", YES_NO, absent=None),
        Field("次数", "times", Whole(low=1, high=1000), absent=1),
    ),
)
PERSON = Form(_row, "对象", (*_texts(SUBJECT_WORDS), Field("在任月数", "months", Whole(high=60), absent=None)))
VOTE = Form(
    _row,
    "测评票",
    (
        _WHO,
        Field("测评", "question", Text(200)),
        Field("类别", "voters", Text(200)),
        Field("票", "votes", Points(Whole())),
    ),
)
MARKED = Form(
    _row,
    "评委评分",
    (_WHO, Field("评分项目", "question", Text(200)), Field("评分", "marks", Many(Amount(low=0), least=1))),
)
BROUGHT = Form(
    _row,
    "外部结果",
    (
        _WHO,
        Field("来源", "source", Text(200)),
        Field("得分", "points", Amount()),
        Field("日期", "on", Day(), absent=None),
    ),
)
EARLIER = Form(
    _row,
    "往年",
    (
        _WHO,
        Field("年度", "year", Whole(low=1950, high=2129)),
        Field("等次", "grade", Text(40), absent=None),
        Field("条目", "node", Key(), absent=None),
        Field("数值", "amount", Amount(), absent=None),
    ),
)
_KEYS = Many(Key(), bare=True)
EXPECTED = Form(
    Expected,
    "应得",
    (
        Field("总分", "total", Amount(), absent=None),
        Field("取整前总分", "exact", Amount(), absent=None),
        Field("得分", "points", Points(Amount()), absent={}),
        Field("等次", "grade", Or(Key(), "无", ""), absent=None),
        Field("按分等次", "banded", Or(Key(), "无", ""), absent=None),
        Field("限制", "limits", _KEYS, absent=None),
        Field("提示线", "alerts", _KEYS, absent=None),
        Field("留待研究", "open", YES_NO, absent=None),
        Field("暂不评定", "blocked", YES_NO, absent=None),
        Field("结果运用", "consequences", _KEYS, absent=None),
    ),
)


@dataclass(frozen=True)
class OneOrNamed:
    """A table for 张三 alone, or a table of tables by name."""

    form: Form

    def read(self, node: Tree, at: Reading, word: str) -> Any:
        if not isinstance(node, Table):
            return at.report(node.mark, "expected_table", word=word)
        if node.entries and all(isinstance(v, Table) and k not in self.form.words for k, v in node.entries.items()):
            return Points(self.form).read(node, at, word)
        one = self.form.read(node, at, word)
        return one if isinstance(one, Failed) else {SOMEBODY: one}


CASE = Form(
    _row,
    "用例",
    (
        Field("用例", "name", Text(300)),
        Field("方案", "scheme", Key(), absent=""),
        Field("对象", "subjects", OneOrNamed(PERSON), absent=None),
        Field("记录", "facts", Many(RECORD), absent=()),
        Field("测评票", "ballots", Many(VOTE), absent=()),
        Field("评委评分", "marks", Many(MARKED), absent=()),
        Field("外部结果", "imported", Many(BROUGHT), absent=()),
        Field("往年", "history", Many(EARLIER), absent=()),
        Field("应得", "expected", OneOrNamed(EXPECTED)),
    ),
    head="用例",
)
FILE = Form(_row, "文件", (Field("各用例", "cases", Keyed(CASE, least=1)),))


def load_tests(text: str, name: str = "方案.test.yaml") -> Cases:
    """The cases of a test file; with any problem, no case but every problem."""
    root, problems = parse(text, name)
    if root is None:
        return Cases((), problems)
    at = Reading(name, list(problems))
    found = FILE.read(root, at, "文件")
    if isinstance(found, Failed) or at.problems or not isinstance(root, Table):
        return Cases((), tuple(at.problems))
    lines = [item.mark.line for item in getattr(root.entries["各用例"], "items", [])]
    cases = [_Case(row, line, at).case() for row, line in zip(found["cases"], lines, strict=True)]
    return Cases(() if at.problems else tuple(cases), tuple(at.problems))


class _Case:
    """Turns what is written into rows with numbers."""

    def __init__(self, row: Row, line: int, at: Reading) -> None:
        self.row, self.line, self.at = row, line, at
        self.people: dict[str, Row] = row["subjects"] or {SOMEBODY: {}}
        self.works: dict[str, int] = {}

    def case(self) -> Case:
        row = self.row
        return Case(
            name=row["name"],
            line=self.line,
            scheme=row["scheme"],
            names=tuple(self.people),
            subjects=tuple({**person, "subject": self.number(name)} for name, person in self.people.items()),
            facts=self.facts(),
            ballots=tuple(self.votes()),
            marks=tuple(self.marks()),
            imported=tuple(self.plain(one) for one in row["imported"]),
            history=tuple(self.plain(one) for one in row["history"]),
            expected={name: one for name, one in row["expected"].items() if self.number(name)},
        )

    def number(self, name: str) -> int:
        """The number of a subject; a name that is not among them is a problem."""
        names = tuple(self.people)
        if name in names:
            return names.index(name) + 1
        self.at.report(Mark(self.line, 1), "no_such", text=name, what=WHAT["subject"], possible=names)
        return 0

    def plain(self, row: Row) -> Row:
        return {"subject": self.number(row["who"]), **{k: v for k, v in row.items() if k != "who"}}

    def facts(self) -> tuple[Row, ...]:
        """Records repeated as often as written, numbered from 1; a work named alike is one work."""
        found: list[Row] = []
        for row in self.row["facts"]:
            one = self.plain(row)
            times, label = one.pop("times"), one.pop("work")
            one["work"] = None if label is None else self.works.setdefault(label, len(self.works) + 1)
            found.extend([{**one, "fact": len(found) + n + 1} for n in range(times)])
        return tuple(found)

    def votes(self) -> list[Row]:
        found = []
        for row in self.row["ballots"]:
            one = self.plain(row)
            votes = one.pop("votes")
            found.extend({**one, "choice": choice, "count": count} for choice, count in votes.items())
        return found

    def marks(self) -> list[Row]:
        found = []
        for row in self.row["marks"]:
            one = self.plain(row)
            marks = one.pop("marks")
            found.extend({**one, "judge": judge, "mark": mark} for judge, mark in enumerate(marks, 1))
        return found


def dated(rows: tuple[Row, ...], start: date) -> tuple[Row, ...]:
    """Records with a day; one without is taken to be of the first day of the window."""
    return tuple({**row, "day": row["day"] or start} for row in rows)
