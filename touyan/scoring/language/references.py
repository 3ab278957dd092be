"""Whether everything a scheme names exists, is of the right sort, and has been computed by then."""

from __future__ import annotations

from touyan.scoring.language.grammar.shapes import SCHEME_PREFIX
from touyan.scoring.language.problems import guess
from touyan.scoring.language.reading import Reading, Wanted
from touyan.scoring.model import Document, Imported, clauses
from touyan.scoring.tongues import Both, joined

WHAT = {
    "tally": Both("统计", "tally"),
    "clause": Both("项目", "clause"),
    "section": Both("部分", "section"),
    "grade": Both("等次", "grade"),
    "scheme": Both("方案", "scheme"),
    "subject": Both("对象", "subject"),
}
EITHER = Both("或", " or ")


def check(at: Reading) -> None:
    """Lists every key of the scheme just read that names nothing, the wrong thing, or something not finished."""
    for wanted in at.names.wanted:
        _check_one(wanted, at)


def _check_one(wanted: Wanted, at: Reading) -> None:
    path, at.path = at.path, list(wanted.path)
    if "grade" in wanted.what:
        known = tuple(at.names.grades)
    else:
        known = tuple(key for key, named in at.names.nodes.items() if named.what in wanted.what)
    if wanted.key not in known:
        what = joined([WHAT[one] for one in wanted.what], EITHER)
        at.report(wanted.mark, "no_such", text=wanted.key, what=what, possible=guess(wanted.key, known)[:20])
    elif wanted.points and "grade" not in wanted.what:
        named = at.names.nodes[wanted.key]
        if named.what != "tally" and named.turn >= wanted.turn:
            at.report(wanted.mark, "not_yet", text=wanted.key)
    at.path = path


def check_imports(document: Document, at: Reading) -> None:
    """Schemes imported from the same document exist and do not run in a circle."""
    uses: dict[str, list[str]] = {}
    for scheme in document.schemes:
        found = [c.shape.source for c in clauses(scheme.total) if isinstance(c.shape, Imported)]
        uses[scheme.key] = [s.removeprefix(SCHEME_PREFIX) for s in found if s.startswith(SCHEME_PREFIX)]
    for key, named in uses.items():
        mark = at.lines[key, ""]
        for other in named:
            if other not in uses:
                at.report(mark, "no_such", text=other, what=WHAT["scheme"], possible=guess(other, tuple(uses)))
        if _reaches(uses, key):
            at.report(mark, "circle", text=key)


def _reaches(uses: dict[str, list[str]], key: str) -> bool:
    """True when following the imports from a scheme leads back to it."""
    seen: set[str] = set()
    ahead = list(uses[key])
    while ahead:
        here = ahead.pop()
        if here == key:
            return True
        if here not in seen:
            seen.add(here)
            ahead.extend(uses.get(here, []))
    return False
