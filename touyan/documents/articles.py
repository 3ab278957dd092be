"""Articles of a normative document (第十二条) as places that tasks, schemes and standards can point to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

HEAD = re.compile(r"^[\s\u3000]*第([〇零一二三四五六七八九十百千两\d]+)(章|节|条)[\s\u3000]*")
DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True)
class Article:
    """One article, chapter heading or the opening: `anchor` is a-12 for 第十二条, c-3 for 第三章; empty without a number."""

    anchor: str
    label: str
    text: str

    @property
    def lines(self) -> list[str]:
        """Its paragraphs."""
        return self.text.splitlines() or [""]

    @property
    def is_article(self) -> bool:
        """Whether it is an article, not a chapter or a section."""
        return self.anchor.startswith("a-")


def number(words: str) -> int:
    """十二 → 12, 一百零三 → 103; Arabic digits as they are."""
    if words.isdigit():
        return int(words)
    total, held = 0, 0
    for word in words:
        if word in UNITS:
            total += (held or 1) * UNITS[word]
            held = 0
        else:
            held = DIGITS.get(word, 0)
    return total + held


def articles(text: str) -> list[Article]:
    """The text by article. Lines before the first, and texts without articles, come as pieces without an anchor."""
    found: list[list[str]] = [["", "", ""]]
    for line in text.splitlines():
        if head := HEAD.match(line):
            kind = {"章": "c", "节": "s", "条": "a"}[head[2]]
            found.append([f"{kind}-{number(head[1])}", f"第{head[1]}{head[2]}", line[head.end() :].strip()])
        elif line.strip():
            last = found[-1]
            last[2] = f"{last[2]}\n{line.strip()}" if last[2] else line.strip()
    return [Article(*piece) for piece in found if piece[1] or piece[2]]


@dataclass(frozen=True)
class Change:
    """One article in two versions. `kind` is same, moved, changed, added or removed; parts are (words, differs)."""

    label: str
    kind: str
    before: tuple[tuple[str, bool], ...]
    after: tuple[tuple[str, bool], ...]


def compare(before: str, after: str) -> list[Change]:
    """Two versions side by side, article by article; what differs is marked to the character."""
    old, new = articles(before), articles(after)
    matcher = SequenceMatcher(None, [a.text for a in old], [a.text for a in new], autojunk=False)
    changes: list[Change] = []
    for verb, a, b, c, d in matcher.get_opcodes():
        if verb == "equal":
            changes += [_same(first, piece) for first, piece in zip(old[a:b], new[c:d], strict=True)]
        else:
            changes += _pairs(old[a:b], new[c:d])
    return changes


def _same(old: Article, new: Article) -> Change:
    moved = old.label != new.label
    label = f"{old.label} → {new.label}" if moved else new.label
    return Change(label, "moved" if moved else "same", ((old.text, False),), ((new.text, False),))


def _pairs(old: list[Article], new: list[Article]) -> Iterator[Change]:
    by_label = {piece.label: piece for piece in new if piece.label}
    matched: set[str] = set()
    for piece in old:
        other = by_label.get(piece.label)
        if other is None and not piece.label and new and not new[0].label:
            other = new[0]
        if other is None:
            yield Change(piece.label, "removed", ((piece.text, True),), ())
        else:
            matched.add(other.label)
            yield _changed(piece, other)
    for piece in new:
        if piece.label not in matched:
            yield Change(piece.label, "added", (), ((piece.text, True),))


def _changed(old: Article, new: Article) -> Change:
    matcher = SequenceMatcher(None, old.text, new.text, autojunk=False)
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    for verb, a, b, c, d in matcher.get_opcodes():
        if b > a:
            before.append((old.text[a:b], verb != "equal"))
        if d > c:
            after.append((new.text[c:d], verb != "equal"))
    return Change(new.label or old.label, "same" if old.text == new.text else "changed", tuple(before), tuple(after))
