"""What a page needs to know of a scheme's text, without loading the engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from touyan.scoring.language import Finding, Problem, lint, load
from touyan.scoring.model import Clause, Document, Scheme, Section, Side


@dataclass(frozen=True)
class Line:
    """One clause or section of a scheme as a page shows it; depth 0 is the total."""

    key: str
    title: str
    article: str
    quote: str
    assumed: str
    depth: int
    is_section: bool
    deducts: bool
    cap: int | None


def digest_of(text: str) -> str:
    """SHA-256 of the text as it is kept."""
    return sha256(text.encode()).hexdigest()


@lru_cache(maxsize=64)
def parsed(text: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document, or None with all problems at once."""
    loaded = load(text)
    return (loaded.document if loaded.ok else None), tuple(loaded.problems)


@lru_cache(maxsize=64)
def findings(text: str) -> tuple[Finding, ...]:
    """What the public rules and good measure hold against a text without problems; the gravest first as the linter has it."""
    document, _problems = parsed(text)
    return tuple(lint(document)) if document else ()


def blocking(text: str) -> tuple[Finding, ...]:
    """Findings with which a scheme must not be put into force."""
    return tuple(finding for finding in findings(text) if finding.blocks)


def scheme_of(text: str, key: str) -> Scheme:
    """One scheme of a text that has no problems. KeyError when there is none of that key."""
    document, _problems = parsed(text)
    for scheme in document.schemes if document else ():
        if scheme.key == key:
            return scheme
    raise KeyError(key)


def lines(scheme: Scheme) -> list[Line]:
    """The scheme from the total down, in the order written."""
    return list(_walk(scheme.total, 0))


def _walk(node: Section | Clause, depth: int) -> Iterator[Line]:
    section = isinstance(node, Section)
    deducts = not section and node.side is Side.DEDUCTION  # type: ignore[union-attr]
    basis = node.basis
    yield Line(node.key, node.title, basis.article, basis.quote, basis.assumed, depth, section, deducts, node.cap)
    if isinstance(node, Section):
        for child in node.children:
            yield from _walk(child, depth + 1)


def scores_people(scheme: Scheme) -> bool:
    """Whether the scheme scores members, by the kind of subject that it names; units otherwise."""
    kinds = {value for test in scheme.subjects.tests if test.attribute.endswith("kind") for value in test.values}
    return not kinds or bool(kinds & {"委员", "政协委员"})


def titles(scheme: Scheme) -> dict[str, str]:
    """Names of everything a result may mention by key: nodes, grades, gates, vetoes, alerts."""
    named = {line.key: line.title for line in lines(scheme)}
    for one in (*scheme.gates, *scheme.vetoes, *scheme.alerts, *scheme.tallies, *scheme.grades):
        named[one.key] = one.title  # type: ignore[attr-defined]
    return named
