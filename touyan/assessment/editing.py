"""The text of a scheme as places that a table form can change: parts, sections and clauses, lists. No queries.

A place is (number of the part, kind of construct, number within the kind). Every change gives a whole new text; comments at the
head of the text stay, others do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from touyan.assessment.compact import read_text
from touyan.scoring.language.emit import text_of
from touyan.scoring.language.forms import Form
from touyan.scoring.language.grammar.nodes import CLAUSE, SECTION
from touyan.scoring.language.grammar.scheme import GENERAL, GENERAL_FORMS, SCHEME
from touyan.scoring.language.sheets import LISTS

Plain = dict[str, Any]
KINDS = {
    "tally": "统计", "exclusive": "不重复", "grade": "等次", "gate": "门槛", "veto": "否决", "quota": "名额",
    "alert": "提示线", "consequence": "结果运用", "exception": "例外",
}  # fmt: skip
"""Lists of a scheme by the word in an address."""
NODE, HEAD = "node", "head"
GENERALS = {"clauses": "项目", "sections": "部分", "tallies": "统计"}


class NotEditable(ValueError):
    """The text cannot be read as a table; it has to be mended as text first."""


@dataclass(frozen=True)
class Node:
    """A section or clause of a part: its table, how deep, its number, and where it stands in its parent's list."""

    index: int
    table: Plain
    depth: int
    siblings: list[Plain]
    at: int

    @property
    def is_section(self) -> bool:
        return SECTION.head in self.table

    @property
    def key(self) -> str:
        return str(self.table.get(SECTION.head) or self.table.get(CLAUSE.head) or "")


class Draft:
    """A text opened for changes; `text` is what it has become."""

    def __init__(self, text: str) -> None:
        try:
            plain, _problems = read_text(text)
        except ValueError as error:
            raise NotEditable(str(error)) from None
        parts = plain.get("各方案") if isinstance(plain, dict) else None
        if not isinstance(parts, list) or not parts or not all(isinstance(one, dict) for one in parts):
            raise NotEditable("各方案")
        self.plain: Plain = plain
        self.parts: list[Plain] = parts
        self.remarks = "".join(line + "\n" for line in _head_of(text))

    @property
    def text(self) -> str:
        return self.remarks + text_of(self.plain)

    def part(self, number: int) -> Plain:
        """One scheme of the text. Raises KeyError."""
        if number >= len(self.parts):
            raise KeyError(number)
        return self.parts[number]

    def nodes(self, number: int) -> list[Node]:
        """Sections and clauses of a part, parents first."""
        total = self.part(number).get("总分")
        return list(_walk(total, [total], 0, 0, iter(range(10_000)))) if isinstance(total, dict) else []

    def rows(self, number: int, kind: str) -> list[Plain]:
        """The rows of a list of a part; an empty one is made on demand."""
        return self.part(number).setdefault(KINDS[kind], [])  # type: ignore[no-any-return]

    def table(self, number: int, kind: str, index: int) -> Plain:
        """The table at a place. Raises KeyError when there is none."""
        if kind == HEAD:
            return self.part(number)
        if kind in GENERALS:
            return self.part(number).setdefault(GENERAL, {}).setdefault(GENERALS[kind], {})  # type: ignore[no-any-return]
        if kind == NODE:
            nodes = self.nodes(number)
            return nodes[index].table if index < len(nodes) else _missing(index)
        if kind not in KINDS:
            raise KeyError(kind)
        found = self.part(number).get(KINDS[kind], [])
        return found[index] if index < len(found) else _missing(index)  # type: ignore[no-any-return]

    def common(self, number: int, kind: str, table: Plain) -> Plain:
        """What 通则 says for constructs of this kind."""
        label = "部分" if SECTION.head in table else "项目"
        label = "统计" if kind == "tally" else label
        found = self.part(number).get(GENERAL, {})
        return found.get(label, {}) if isinstance(found, dict) and kind in {NODE, "tally"} else {}

    def add(self, number: int, kind: str, index: int) -> tuple[str, int]:
        """A new row: a clause or section behind the section `index`, or a row of a list; its place."""
        if kind in {"clause", "section"}:
            nodes = self.nodes(number)
            parent = nodes[index].table if index < len(nodes) else _missing(index)
            fresh = new_node(kind, {node.key for node in nodes})
            parent.setdefault("组成", []).append(fresh)
            return NODE, next(n.index for n in self.nodes(number) if n.table is fresh)
        rows = self.rows(number, kind)
        rows.append({KINDS[kind]: _free(f"新{KINDS[kind]}", {str(row.get(KINDS[kind])) for row in rows})})
        return kind, len(rows) - 1

    def remove(self, number: int, kind: str, index: int) -> None:
        """Take a row out, a section with all below it. The total stays."""
        siblings, at = self._row(number, kind, index)
        del siblings[at]

    def move(self, number: int, kind: str, index: int, by: int) -> None:
        """One place up or down among its own."""
        siblings, at = self._row(number, kind, index)
        to = at + by
        if 0 <= to < len(siblings):
            siblings[at], siblings[to] = siblings[to], siblings[at]

    def _row(self, number: int, kind: str, index: int) -> tuple[list[Plain], int]:
        if kind != NODE:
            self.table(number, kind, index)
            return self.rows(number, kind), index
        nodes = self.nodes(number)
        if not 0 < index < len(nodes):
            _missing(index)
        return nodes[index].siblings, nodes[index].at


def _missing(index: int) -> Any:
    raise KeyError(index)


def _head_of(text: str) -> Iterator[str]:
    for line in text.removeprefix("\ufeff").splitlines():
        if not line.startswith("#"):
            return
        yield line


def _walk(table: Plain, siblings: list[Plain], at: int, depth: int, numbers: Iterator[int]) -> Iterator[Node]:
    yield Node(next(numbers), table, depth, siblings, at)
    children = table.get("组成")
    below: list[Plain] = children if isinstance(children, list) else []
    for place, child in enumerate(below):
        if isinstance(child, dict):
            yield from _walk(child, below, place, depth + 1, numbers)


def new_node(kind: str, taken: set[str]) -> Plain:
    """A clause or section with what it cannot do without; the empty words are listed as problems until they are written."""
    head = SECTION.head if kind == "section" else CLAUSE.head
    found: Plain = {head: _free(f"新{head}", taken), "条款": "", "原文": ""}
    more: Plain = {"组成": []} if kind == "section" else {"条件": "全部", "分值": "1", "计分": "逐件累计"}
    return found | more


def _free(name: str, taken: set[str]) -> str:
    return next(one for one in (name, *(f"{name}{n}" for n in range(2, 10_000))) if one not in taken)


def form_of(kind: str, table: Plain) -> Form:
    """The words that a construct has."""
    if kind == HEAD:
        return SCHEME
    if kind in GENERALS:
        return GENERAL_FORMS[GENERALS[kind]]
    if kind == NODE:
        return SECTION if SECTION.head in table else CLAUSE
    return LISTS[KINDS[kind]]


BLANK = """文件: {title}
各方案:
  - 方案: 委员
    名称: {title}
    制定单位: {body}
    版本: {version}
    有效期: {year} 年度
    条款: 第一条
    原文: 请照抄纸面办法中规定总分构成的一句。
    通则:
      项目: {{性质: 得分, 多人署名: 按分值表, 同一事项: 只计最高, 计数: 按件, 往年已计: 不再计, 封顶: 不封顶, 最低: 不设, 取整: 四舍五入到0.01}}
      部分: {{合成: 相加, 扣分前封顶: 不封顶, 扣分后最低: 0, 扣分后封顶: 不封顶, 取整: 不另取整}}
      统计: {{计数: 按件, 同一事项: 只计一次}}
    考评对象: {{对象类别: 委员}}
    考评周期: {year} 年度
    迟报: 按发生日期
    中途任职: 按月折算
    总分:
      部分: 总分
      条款: 第一条
      原文: 请照抄纸面办法中规定总分构成的一句。
      组成: []
    定等依据: 取整后的总分
"""
