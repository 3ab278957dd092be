"""A paper as a form shows it: units, questions, choices, with field names; and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from touyan.ballots import sealing, selectors
from touyan.ballots.models import Ballot, Slip
from touyan.ballots.selectors import Sheet


def answers_of(sheet: Sheet, post: Mapping[str, Any]) -> list[int]:
    """Per unit and question the place of the choice that was sent, -1 for none or nonsense."""
    return [
        _place(post.get(f"a-{target.pk}-{question.pk}", ""), len(question.choices.all()))
        for target, question in sheet.cells
    ]


def _place(text: str, choices: int) -> int:
    return int(text) if text.isdigit() and len(text) < 3 and int(text) < choices else -1


def rows(sheet: Sheet, answers: list[int]) -> list[dict[str, Any]]:
    """Per unit its questions with field name, choices and what is chosen."""
    chosen = dict(zip([(t.pk, q.pk) for t, q in sheet.cells], answers, strict=True))
    return [
        {
            "target": target,
            "questions": [
                {
                    "title": question.title,
                    "name": f"a-{target.pk}-{question.pk}",
                    "choices": list(question.choices.all()),
                    "chosen": chosen[target.pk, question.pk],
                }
                for question in sheet.questions
            ],
        }
        for target in sheet.targets
    ]


def grouped(receipt: str) -> str:
    """A receipt in fours, to be written down."""
    return " ".join(receipt[at : at + 4] for at in range(0, len(receipt), 4))


def found(ballot: Ballot, receipt: str) -> list[tuple[str, str, str | None, bool]]:
    """(unit, question, what lies in the box: a choice or nothing chosen, whether it is there) for a receipt."""
    sheet = selectors.sheet_of(ballot)
    numbers = {sealing.slip_id(receipt, t.pk, q.pk): (t, q) for t, q in sheet.cells}
    there = {s.pk: s for s in Slip.objects.filter(pk__in=numbers).select_related("choice")}
    return [(t.unit.name, q.title, _said(there.get(n)), n in there) for n, (t, q) in numbers.items()]


def _said(slip: Slip | None) -> str | None:
    return slip.choice.text if slip and slip.choice else None


def batch_rows(sheet: Sheet, post: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Per unit its questions, each choice with the field of how many papers have it."""
    return [
        {
            "target": target,
            "questions": [
                {
                    "title": question.title,
                    "choices": [
                        (choice, name, str(post.get(name, "")))
                        for choice in question.choices.all()
                        for name in [f"n-{target.pk}-{question.pk}-{choice.pk}"]
                    ],
                }
                for question in sheet.questions
            ],
        }
        for target in sheet.targets
    ]


def batch_counts(sheet: Sheet, post: Mapping[str, Any]) -> dict[str, int]:
    """ "target:question:choice" → papers, as filled in; an empty field is none, nonsense is -1 and will be refused."""
    return {
        f"{t.pk}:{q.pk}:{c.pk}": _number(str(post.get(f"n-{t.pk}-{q.pk}-{c.pk}", "")))
        for t, q in sheet.cells
        for c in q.choices.all()
    }


def _number(text: str) -> int:
    text = text.strip()
    if not text:
        return 0
    return int(text) if text.isdigit() and len(text) <= 6 else -1


def number_of(text: str) -> int:
    """How many papers; -1 for nonsense."""
    return _number(text)
