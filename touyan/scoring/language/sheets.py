"""A document as sheets of words, and back: one row per clause, list-like parts on sheets of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from touyan.scoring.language.dump import plain, with_general
from touyan.scoring.language.emit import flow, quoted
from touyan.scoring.language.grammar.grades import ALERT, CONSEQUENCE, GATE, GRADE, QUOTA, VETO
from touyan.scoring.language.grammar.nodes import CLAUSE, SECTION, TALLY
from touyan.scoring.language.grammar.scheme import EXCEPTION, GENERAL, GENERAL_FORMS, SCHEME
from touyan.scoring.language.grammar.units import EXCLUSIVE, EXTRA, RATE
from touyan.scoring.language.load import Loaded, build
from touyan.scoring.language.problems import Mark, Problem, guess, problem
from touyan.scoring.language.references import WHAT
from touyan.scoring.language.tree import Listing, Scalar, Table, Tree, parse
from touyan.scoring.model import Document

Sheets = dict[str, list[list[str]]]
"""Sheet name to rows of cells; the first row holds the headings."""

WHOLE, NODES, PARENT, OWNER = "文件", "部分与项目", "上级", "方案"
LISTS = {form.head: form for form in (TALLY, EXCLUSIVE, GRADE, GATE, VETO, QUOTA, ALERT, CONSEQUENCE, EXCEPTION)}
ROWS = {"分值": RATE, "加成": EXTRA}
GENERAL_HEADS = (OWNER, "构件", "词", "内容")
_OWN = ("总分", *LISTS)
HEADS: dict[str, tuple[str, ...]] = {
    WHOLE: ("词", "内容"),
    "各方案": tuple(w for w in SCHEME.words if w not in _OWN),
    GENERAL: GENERAL_HEADS,
    NODES: (
        OWNER,
        PARENT,
        SECTION.head,
        CLAUSE.head,
        *dict.fromkeys(w for w in (*CLAUSE.words, *SECTION.words) if w not in (SECTION.head, CLAUSE.head, "组成")),
    ),
    **{name: (OWNER, CLAUSE.head, *form.words) for name, form in ROWS.items()},
    **{name: (OWNER, *form.words) for name, form in LISTS.items()},
}
"""Every sheet and its headings."""


def cell(value: Any) -> str:
    """What a cell shows: a word as it is, anything else on one line."""
    if not isinstance(value, str):
        return flow(value)
    return quoted(value) if value.startswith(("[", "{", '"')) or value != value.strip() else value


def sheets_of(document: Document) -> Sheets:
    """The document as sheets; `load_sheets` turns them back into an equal document."""
    tree = plain(document)
    found: Sheets = {name: [list(heads)] for name, heads in HEADS.items()}
    found[WHOLE].append([WHOLE, cell(tree[WHOLE])])
    for full in tree["各方案"]:
        scheme = with_general(full)
        key = scheme[OWNER]
        _add(found, "各方案", scheme)
        for label, words in scheme.get(GENERAL, {}).items():
            found[GENERAL].extend([key, label, word, cell(value)] for word, value in words.items())
        for name in LISTS:
            for row in scheme.get(name, []):
                _add(found, name, row, {OWNER: key})
        _add_node(found, scheme["总分"], key, "")
    return found


def _add(found: Sheets, name: str, row: dict[str, Any], also: dict[str, str] | None = None) -> None:
    merged = {**row, **(also or {})}
    found[name].append([cell(merged[word]) if word in merged else "" for word in HEADS[name]])


def _add_node(found: Sheets, node: dict[str, Any], key: str, parent: str) -> None:
    own = dict(node)
    for name in ROWS:
        if isinstance(own.get(name), list):
            for row in own.pop(name):
                _add(found, name, row, {OWNER: key, CLAUSE.head: node[CLAUSE.head]})
    children = own.pop("组成", [])
    _add(found, NODES, own, {OWNER: key, PARENT: parent})
    for child in children:
        _add_node(found, child, key, node[SECTION.head])


def load_sheets(sheets: Sheets, name: str = "方案.xlsx") -> Loaded:
    """The document of a workbook's sheets, or every problem with its sheet and cell."""
    reader = _Reader(name)
    tree = reader.tree(sheets)
    return build(tree, name, tuple(reader.problems))


@dataclass
class _Reader:
    """Builds the same tree a text file would give."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def report(self, mark: Mark, code: str, possible: tuple[str, ...] = (), **facts: object) -> None:
        self.problems.append(problem(file=self.file, mark=mark, path=(), code=code, possible=possible, **facts))

    def tree(self, sheets: Sheets) -> Tree:
        for name in sheets:
            if name not in HEADS:
                self.report(Mark(1, 1, name), "unknown", guess(name, tuple(HEADS)), word=name)
        rows = {name: self.rows(name, sheets.get(name, [])) for name in HEADS}
        whole = Table(Mark(1, 1, WHOLE))
        for row in rows[WHOLE]:
            _put(whole, _text(row, "词"), row.entries.get("内容"), row.mark)
        schemes = Listing(Mark(1, 1, "各方案"), list(rows["各方案"]))
        _put(whole, "各方案", schemes, schemes.mark)
        by_key = {_text(scheme, OWNER): scheme for scheme in rows["各方案"]}
        self.general(rows[GENERAL], by_key)
        for name in LISTS:
            self.lists(rows[name], name, by_key)
        self.nodes(rows, by_key)
        return whole

    def rows(self, name: str, cells: list[list[str]]) -> list[Table]:
        """The rows of a sheet as tables from heading to content; empty rows and cells are left out."""
        if not cells:
            return []
        heads = [head.strip() for head in cells[0]]
        for column, head in enumerate(heads, 1):
            mark = Mark(1, column, name)
            if head and head not in HEADS[name]:
                self.report(mark, "unknown", guess(head, HEADS[name]), word=head)
            elif head and head in heads[: column - 1]:
                self.report(mark, "duplicate", word=head)
        found = []
        for number, row in enumerate(cells[1:], 2):
            table = Table(Mark(number, 1, name))
            for column, text in enumerate(row, 1):
                head = heads[column - 1] if column <= len(heads) else ""
                mark = Mark(number, column, name)
                if text.strip() and not head:
                    self.report(mark, "unknown", HEADS[name], word=text.strip())
                elif text.strip():
                    _put(table, head, self.cell(text.strip(), mark), mark)
            if table.entries:
                found.append(table)
        return found

    def cell(self, text: str, mark: Mark) -> Tree:
        """A word, or what stands on one line as in a text file."""
        if text[0] not in '[{"':
            return Scalar(mark, text)
        found, problems = parse(text, self.file)
        self.problems.extend(_moved(one, mark) for one in problems)
        return Scalar(mark, text) if found is None else _placed(found, mark)

    def owner(self, row: Table, by_key: dict[str, Table]) -> Table | None:
        """The scheme a row belongs to; the word that says so is taken out of the row."""
        key = _text(row, OWNER)
        _take(row, OWNER)
        if key not in by_key:
            self.report(row.mark, "no_such", tuple(by_key), text=key, what=WHAT["scheme"])
        return by_key.get(key)

    def general(self, rows: list[Table], by_key: dict[str, Table]) -> None:
        for row in rows:
            scheme = self.owner(row, by_key)
            label, word = _text(row, "构件"), _text(row, "词")
            if scheme is None:
                continue
            if label not in GENERAL_FORMS:
                self.report(row.mark, "not_choice", tuple(GENERAL_FORMS), text=label)
                continue
            common = scheme.entries.get(GENERAL)
            if not isinstance(common, Table):
                common = Table(row.mark)
                _put(scheme, GENERAL, common, row.mark)
            part = common.entries.get(label)
            if not isinstance(part, Table):
                part = Table(row.mark)
                _put(common, label, part, row.mark)
            _put(part, word, row.entries.get("内容"), row.mark)

    def lists(self, rows: list[Table], name: str, by_key: dict[str, Table]) -> None:
        for row in rows:
            scheme = self.owner(row, by_key)
            if scheme is not None:
                _append(scheme, name, row)

    def nodes(self, rows: dict[str, list[Table]], by_key: dict[str, Table]) -> None:
        """Hangs every section and clause under the one above it, and every points row under its clause."""
        owned = [(self.owner(row, by_key), row) for row in rows[NODES]]
        for scheme in by_key.values():
            own = [row for owner, row in owned if owner is scheme]
            self.hang(scheme, own)
        for name in ROWS:
            for row in rows[name]:
                scheme_row = self.owner(row, by_key)
                key = _text(row, CLAUSE.head)
                _take(row, CLAUSE.head)
                nodes = [n for o, n in owned if o is scheme_row and scheme_row is not None]
                keys = {_text(node, CLAUSE.head): node for node in nodes if CLAUSE.head in node.entries}
                if key in keys:
                    _append(keys[key], name, row)
                elif scheme_row is not None:
                    self.report(row.mark, "no_such", guess(key, tuple(keys)), text=key, what=WHAT["clause"])

    def hang(self, scheme: Table, nodes: list[Table]) -> None:
        sections = {_text(node, SECTION.head): node for node in nodes if SECTION.head in node.entries}
        for node in nodes:
            above = _text(node, PARENT)
            _take(node, PARENT)
            if not above and "总分" in scheme.entries:
                self.report(node.mark, "missing", tuple(sections), word=PARENT)
            elif not above:
                _put(scheme, "总分", node, node.mark)
            elif above not in sections:
                known = guess(above, tuple(sections))
                self.report(node.mark, "no_such", known, text=above, what=WHAT["section"])
            elif self.below(node, sections[above]):
                self.report(node.mark, "circle", text=above)
            else:
                _append(sections[above], "组成", node)

    def below(self, node: Table, other: Table) -> bool:
        """True when `other` is the node itself or stands somewhere under it."""
        ahead: list[Tree] = [node]
        while ahead:
            here = ahead.pop()
            if here is other:
                return True
            children = here.entries.get("组成") if isinstance(here, Table) else None
            ahead.extend(children.items if isinstance(children, Listing) else [])
        return False


def _text(row: Table, word: str) -> str:
    found = row.entries.get(word)
    return found.text if isinstance(found, Scalar) else ""


def _put(table: Table, word: str, value: Tree | None, mark: Mark) -> None:
    if value is None:
        value = Scalar(mark, "")
    if word in table.entries:
        table.twice.append(Scalar(mark, word))
    else:
        table.entries[word] = value
        table.marks[word] = mark


def _take(row: Table, word: str) -> None:
    row.entries.pop(word, None)
    row.marks.pop(word, None)


def _append(table: Table, word: str, item: Tree) -> None:
    if word not in table.entries:
        table.entries[word] = Listing(item.mark)
        table.marks[word] = item.mark
    listing = table.entries[word]
    if isinstance(listing, Listing):
        listing.items.append(item)
    else:
        table.twice.append(Scalar(item.mark, word))


def _placed(node: Tree, mark: Mark) -> Tree:
    """The tree of a cell, all of it standing at that cell."""
    node.mark = mark
    if isinstance(node, Listing):
        for item in node.items:
            _placed(item, mark)
    elif isinstance(node, Table):
        node.marks = dict.fromkeys(node.marks, mark)
        for value in (*node.entries.values(), *node.twice, *node.odd):
            _placed(value, mark)
    return node


def _moved(one: Problem, mark: Mark) -> Problem:
    from dataclasses import replace

    return replace(one, mark=mark)
