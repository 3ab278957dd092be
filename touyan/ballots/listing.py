"""The published list: every answer in the box that may be shown, with what was made of it, for anybody to recount."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from touyan.ballots import rules, selectors
from touyan.ballots.models import Ballot, Slip
from touyan.ballots.rules import K
from touyan.ballots.wording import percent
from touyan.core import canonical

Row = list[str]


def box_digest(slips: Iterable[Slip]) -> str:
    """SHA-256 over all rows by number; printed with the result and kept in the journal."""
    rows = sorted((s.id, s.target_id, s.question_id, s.voter_class_id, s.choice_id or 0) for s in slips)
    return canonical.digest([list(row) for row in rows], domain="ballot-box")


def listing(ballot: Ballot, *, whole: bool = False) -> dict[str, Any]:
    """The file that `checker.py` reads. Without `whole`, rows of classes that are held back appear by number only.

    Questions, classes and units are named by their titles; amounts of points are texts with two decimals.
    """
    sheet = selectors.sheet_of(ballot)
    counts = selectors.counts_of([ballot.pk])
    asked, voters = sheet.asked, sheet.voters
    every = {one.id for one in voters}
    open_to = {
        target.pk: frozenset(every) if whole else _listed(counts.get(target.pk, {}), asked, every)
        for target in sheet.targets
    }
    rows, withheld = _rows(ballot, sheet, open_to)
    marks = {c: sum(ways.values()) for c, ways in selectors.marks_by_class(ballot).items()}
    always = frozenset.intersection(*open_to.values()) if open_to else frozenset()
    found = {
        "format": "touyan-ballot-1",
        "ballot": ballot.title,
        "unit": ballot.unit.name,
        "closed": ballot.closes.isoformat(),
        "points": percent(ballot.points // rules.ONE * 100),
        "no_vote": str(ballot.no_vote),
        "k": K,
        "questions": [
            {
                "number": q.id,
                "title": q.title,
                "weight": q.weight,
                "choices": {text: percent(value) for _pk, text, value in q.choices},
            }
            for q in asked
        ],
        "classes": [
            {"title": c.title, "weight": c.weight, "marks": marks.get(c.id, 0) if c.id in always else None}
            for c in voters
        ],
        "marks": sum(marks.values()),
        "units": [_unit(ballot, sheet, counts, target, open_to) for target in sheet.targets],
        "rows": rows,
        "withheld": withheld,
        "box": ballot.digest,
    }
    found["digest"] = file_digest(found)
    return found


def _listed(counts: rules.Counts, asked: list[rules.Asked], every: set[int]) -> frozenset[int]:
    """Classes whose rows are listed; when one is held back, its rows and those of its companions are numbers only."""
    return rules.shown_classes(counts, asked, sorted(every))


def _rows(ballot: Ballot, sheet: selectors.Sheet, open_to: dict[int, frozenset[int]]) -> tuple[list[Row], list[str]]:
    units = {t.pk: t.unit.name for t in sheet.targets}
    questions = {q.pk: q.title for q in sheet.questions}
    classes = {c.pk: c.title for c in sheet.classes}
    texts = {c.pk: c.text for q in sheet.questions for c in q.choices.all()}
    rows: list[Row] = []
    withheld: list[str] = []
    slips = Slip.objects.filter(target__ballot=ballot).order_by("id")
    for slip in slips.values_list("id", "target_id", "question_id", "voter_class_id", "choice_id"):
        number, target, question, voters, choice = slip
        if voters in open_to[target]:
            rows.append([number, units[target], questions[question], classes[voters], texts.get(choice, "")])
        else:
            withheld.append(number)
    return rows, withheld


def _unit(
    ballot: Ballot, sheet: selectors.Sheet, counts: Any, target: Any, open_to: dict[int, frozenset[int]]
) -> dict[str, Any]:
    own = counts.get(target.pk, {})
    asked, voters = sheet.asked, sheet.voters
    texts: dict[int | None, str] = {c.pk: c.text for q in sheet.questions for c in q.choices.all()}
    tallies = {
        f"{q.title}/{c.title}": {texts.get(choice, ""): n for choice, n in sorted(own[q.id, c.id].items(), key=str)}
        for q in asked
        for c in voters
        if c.id in open_to[target.pk] and (q.id, c.id) in own
    }
    return {
        "number": target.pk,
        "title": target.unit.name,
        "score": _points(rules.rounded(rules.score(own, asked, voters, ballot.points, ballot.no_vote))),
        "held_back": [c.title for c in voters if c.id not in open_to[target.pk]],
        "tallies": tallies,
    }


def _points(amount: int) -> str:
    return f"{amount // rules.ONE}.{amount % rules.ONE // 100:02d}"


def file_digest(found: dict[str, Any]) -> str:
    """SHA-256 of the file without its own digest, as the checker computes it."""
    plain = {key: value for key, value in found.items() if key != "digest"}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
