"""Document to text: what most constructs of a scheme share is said once under 通则."""

from __future__ import annotations

from collections import Counter
from typing import Any

from touyan.scoring.language.emit import flow, text_of
from touyan.scoring.language.grammar.scheme import DOCUMENT, GENERAL, GENERAL_FORMS, general_fields
from touyan.scoring.model import Document

Plain = dict[str, Any]


def plain(document: Document) -> Plain:
    """The document as words, lists and tables, with every choice written out."""
    return DOCUMENT.write(document)


def dump(document: Document) -> str:
    """A scheme file that loads to an equal document (fields that mean nothing in their place come back idle)."""
    tree = plain(document)
    tree["各方案"] = [with_general(scheme) for scheme in tree["各方案"]]
    return text_of(tree)


def with_general(scheme: Plain) -> Plain:
    """The same scheme with the most frequent choices moved to 通则."""
    general: Plain = {}
    for label, form in GENERAL_FORMS.items():
        tables = _tables(scheme, label)
        settled = {}
        for word in general_fields(form):
            common = _most_common([table[word] for table in tables if word in table])
            if common is not None:
                settled[word] = common
                for table in tables:
                    if word in table and table[word] == common:
                        del table[word]
        if settled:
            general[label] = settled
    if not general:
        return scheme
    before = {word: scheme[word] for word in list(scheme)[: list(scheme).index("考评对象")]}
    return {**before, GENERAL: general, **{w: v for w, v in scheme.items() if w not in before}}


def _tables(scheme: Plain, label: str) -> list[Plain]:
    """The tables of one label, in the order written."""
    if label == "统计":
        return list(scheme.get("统计", []))
    found: list[Plain] = []
    ahead = [scheme["总分"]]
    while ahead:
        table = ahead.pop(0)
        if label in table:
            found.append(table)
        ahead.extend(table.get("组成", []))
    return found


def _most_common(values: list[Any]) -> Any:
    """The value that stands at least twice and most often; the first of equals; None when there is none."""
    counts = Counter(flow(value) for value in values)
    if not counts:
        return None
    best, times = counts.most_common(1)[0]
    return next(value for value in values if flow(value) == best) if times > 1 else None
