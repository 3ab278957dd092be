"""Life cycle of a ballot, who may do what, how votes become points. Exact integers and fractions; no queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

from touyan.organizations.rules import LEADERS, STAFF, Permit, Role

MANAGERS = STAFF | {Role.ASSESSMENT_OFFICE}

PERMITS: dict[str, Permit] = {
    "ballot.view": Permit(_("查看民主测评"), MANAGERS | LEADERS | {Role.AUDITOR}, own=True),
    "ballot.manage": Permit(_("组织民主测评"), MANAGERS),
    "ballot.publish": Permit(_("签署公布测评结果"), LEADERS),
    "ballot.vote": Permit(_("参加民主测评"), own=True),
    "ballot.scrutinise": Permit(_("监票：核对完整票箱"), frozenset({Role.AUDITOR})),
}

K = 5
"""Nothing is shown of fewer voters than this, nor of a group that can be had by subtraction."""
ONE = 10_000
"""A coefficient of 100 %, one point: 1/10,000 inside, as everywhere."""
CENT = 100
"""Results are written to 0.01 point, half up."""


class State(models.TextChoices):
    """From draft to published. The box is opened once, after the last day, and never before."""

    DRAFT = "draft", _("筹备")
    OPEN = "open", _("投票中")
    COUNTED = "counted", _("已计票，待公布")
    SHORT = "short", _("未达规定人数，票箱未开")
    PUBLISHED = "published", _("已公布")
    VOID = "void", _("已作废")


OVER = frozenset({State.COUNTED, State.SHORT, State.PUBLISHED})


class Way(models.TextChoices):
    """How somebody voted. When is not kept."""

    SCREEN = "screen", _("网上")
    PAPER = "paper", _("纸质")


class NoVote(models.TextChoices):
    """What a class of voters without a valid vote is worth."""

    ZERO = "zero", _("按零分计")
    SHARE = "share", _("由其他类别按权重分担")


@dataclass(frozen=True)
class Asked:
    """One question: its number, title, weight, and the choices with coefficients (None leaves the denominator)."""

    id: int
    title: str
    weight: int
    choices: tuple[tuple[int, str, int | None], ...]

    @property
    def coefficients(self) -> dict[int, int | None]:
        return {number: value for number, _text, value in self.choices}


@dataclass(frozen=True)
class Voters:
    """One class of voters with its weight."""

    id: int
    title: str
    weight: int


Counts = Mapping[tuple[int, int], Mapping[int | None, int]]
"""(question, class) → choice → how many; the choice None is a blank or invalid paper."""


def valid(counts: Mapping[int | None, int], coefficients: Mapping[int, int | None]) -> dict[int, int]:
    """Votes that stay in the denominator: not blank, not invalid, not 'don't know'."""
    return {c: n for c, n in counts.items() if c is not None and n and coefficients.get(c) is not None}


def mean(counts: Mapping[int | None, int], asked: Asked, points: int) -> Fraction | None:
    """Points of one question in one class: the mean coefficient of the valid votes; None without any."""
    coefficients = asked.coefficients
    votes = valid(counts, coefficients)
    number = sum(votes.values())
    if not number:
        return None
    return Fraction(sum((coefficients[c] or 0) * n for c, n in votes.items()) * points, ONE * number)


def class_score(counts: Counts, questions: Iterable[Asked], voters: int, points: int) -> Fraction | None:
    """Points that one class of voters gives: its questions by their weights; None when one has no valid vote."""
    total, weights = Fraction(0), 0
    for asked in questions:
        part = mean(counts.get((asked.id, voters), {}), asked, points)
        if part is None:
            return None
        total, weights = total + asked.weight * part, weights + asked.weight
    return total / weights if weights else None


def score(counts: Counts, questions: Iterable[Asked], classes: Iterable[Voters], points: int, no_vote: str) -> Fraction:
    """Points of one unit: question by question, classes by weight, then questions by weight. Not rounded."""
    total, weights, classes = Fraction(0), 0, list(classes)
    for asked in questions:
        part, shares = Fraction(0), 0
        for voters in classes:
            given = mean(counts.get((asked.id, voters.id), {}), asked, points)
            if given is None and no_vote == NoVote.SHARE:
                continue
            part, shares = part + voters.weight * (given or 0), shares + voters.weight
        total, weights = total + asked.weight * (part / shares if shares else 0), weights + asked.weight
    return total / weights if weights else Fraction(0)


def rounded(amount: Fraction) -> int:
    """1/10,000 point, half up to 0.01 point."""
    return int(amount / CENT + Fraction(1, 2)) * CENT


def quorum_needed(entitled: int, percent: int) -> int:
    """How many must take part: the share of the roll, rounded up, and never fewer than five."""
    return max(K, -(-entitled * percent // 100))


def shown_classes(counts: Counts, questions: Iterable[Asked], classes: Iterable[int]) -> frozenset[int]:
    """Classes whose own figures may be shown.

    A class is held back when a question has fewer than five valid votes or only one choice was taken. When what is held
    back could be had by subtracting the shown classes from the whole, the smallest shown class is held back with it.
    """
    questions = list(questions)
    taken = [c for c in classes if any(counts.get((q.id, c)) for q in questions)]
    shown = {c for c in taken if _safe(counts, questions, [c])}
    hidden = [c for c in taken if c not in shown]
    while hidden and shown and not _safe(counts, questions, hidden):
        smallest = min(shown, key=lambda c: (_voters(counts, questions, c), c))
        shown.discard(smallest)
        hidden.append(smallest)
    return frozenset(shown)


def _safe(counts: Counts, questions: list[Asked], group: list[int]) -> bool:
    for asked in questions:
        together: dict[int, int] = {}
        for c in group:
            for choice, number in valid(counts.get((asked.id, c), {}), asked.coefficients).items():
                together[choice] = together.get(choice, 0) + number
        if sum(together.values()) < K or len(together) < 2:
            return False
    return True


def _voters(counts: Counts, questions: list[Asked], c: int) -> int:
    return max(sum(counts.get((asked.id, c), {}).values()) for asked in questions)
