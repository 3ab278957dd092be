"""Questions about ballots. Each begins with what the actor may see. Nothing of a running vote is counted here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from touyan.ballots import rules
from touyan.ballots.models import Ballot, Choice, Mark, PaperBatch, Question, Slip, Target, Voter, VoterClass
from touyan.ballots.rules import OVER, Asked, Counts, State, Voters, Way
from touyan.ballots.wording import Item
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.models import Closure, Membership, Person, Post, Unit, holding
from touyan.organizations.policy import Actor
from touyan.organizations.rules import MembershipKind


def ballot_get(actor: Actor, pk: int, action: str = "ballot.view") -> Ballot:
    """One ballot in which the actor may do `action`; Refused with 404 otherwise."""
    found = Ballot.objects.visible_to(actor, action).select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Refused(_("没有这次测评。"), status=404)
    return found


def ballots_for(actor: Actor) -> QuerySet[Ballot]:
    """Ballots the actor may see, the latest to close first."""
    return Ballot.objects.visible_to(actor).select_related("unit")


def ballots_to_vote(actor: Actor) -> QuerySet[Voter]:
    """Places on rolls from which the actor may still vote today."""
    if actor.person_id is None:
        return Voter.objects.none()
    today = clock.today()
    running = Voter.objects.filter(person_id=actor.person_id, mark__isnull=True, ballot__state=State.OPEN)
    return running.filter(ballot__opens__lte=today, ballot__closes__gte=today).select_related("ballot__unit")


def voter_of(actor: Actor, ballot: Ballot) -> Voter | None:
    """The actor's place on the roll; None when there is none."""
    if actor.person_id is None:
        return None
    return Voter.objects.filter(ballot=ballot, person_id=actor.person_id).select_related("voter_class").first()


def has_voted(voter: Voter) -> bool:
    """Whether there is a mark at this place of the roll."""
    return Mark.objects.filter(voter=voter).exists()


def manages(actor: Actor, ballot: Ballot) -> bool:
    """Whether the actor arranges this ballot."""
    return policy.can(actor, "ballot.manage", ballot.unit_id)


@dataclass(frozen=True)
class Sheet:
    """What is on the paper: units, questions with choices, classes."""

    targets: tuple[Target, ...]
    questions: tuple[Question, ...]
    classes: tuple[VoterClass, ...]

    @property
    def cells(self) -> list[tuple[Target, Question]]:
        """Every answer that a vote holds, in the order of the sealed vote."""
        return [(target, question) for target in self.targets for question in self.questions]

    @property
    def asked(self) -> list[Asked]:
        """The questions as the rules reckon with them."""
        return [
            Asked(q.pk, q.title, q.weight, tuple((c.pk, c.text, c.coefficient) for c in q.choices.all()))
            for q in self.questions
        ]

    @property
    def voters(self) -> list[Voters]:
        """The classes as the rules reckon with them."""
        return [Voters(c.pk, c.title, c.weight) for c in self.classes]


def sheet_of(ballot: Ballot) -> Sheet:
    """Units, questions and classes of a ballot. Four queries."""
    return Sheet(
        tuple(Target.objects.filter(ballot=ballot).select_related("unit").order_by("unit__order", "unit__code", "pk")),
        tuple(Question.objects.filter(ballot=ballot).prefetch_related("choices").order_by("order", "pk")),
        tuple(VoterClass.objects.filter(ballot=ballot).order_by("order", "pk")),
    )


def question_items(sheet: Sheet) -> list[Item]:
    """The questions as they were written."""
    return [Item(q.title, q.weight, tuple((c.text, c.coefficient) for c in q.choices.all())) for q in sheet.questions]


def class_items(sheet: Sheet) -> list[Item]:
    """The classes as they were written."""
    return [Item(c.title, c.weight) for c in sheet.classes]


@dataclass(frozen=True)
class Entitled:
    """How many stand on the roll in one class. Not how many have voted."""

    voter_class: VoterClass
    count: int

    @property
    def small(self) -> bool:
        return self.count < rules.K


def entitled(ballot: Ballot) -> list[Entitled]:
    """The roll by class. One query."""
    counted = VoterClass.objects.filter(ballot=ballot).annotate(n=Count("voters")).order_by("order", "pk")
    return [Entitled(one, one.n) for one in counted]


def roll_of(ballot: Ballot) -> QuerySet[Voter]:
    """Everybody who may vote, by class and strokes of the name."""
    return Voter.objects.filter(ballot=ballot).select_related("person", "voter_class")


def paper_roll(ballot: Ballot) -> QuerySet[Voter]:
    """Voters who took a paper."""
    return roll_of(ballot).filter(mark__way=Way.PAPER)


@dataclass(frozen=True)
class Turnout:
    """How many took part; before the end there is no such number."""

    entitled: int
    marks: int
    needed: int

    @property
    def reached(self) -> bool:
        return self.marks >= self.needed

    @property
    def percent(self) -> int:
        return self.marks * 100 // self.entitled if self.entitled else 0


def turnout(ballot: Ballot) -> Turnout | None:
    """How many took part, once the ballot is over; None before, and of fewer than five."""
    if ballot.state not in OVER:
        return None
    found = counted_turnout(ballot)
    return found if found.marks >= rules.K else None


def counted_turnout(ballot: Ballot) -> Turnout:
    """The number itself, for the count alone."""
    whole = Voter.objects.filter(ballot=ballot).count()
    marks = Mark.objects.filter(voter__ballot=ballot).count()
    return Turnout(whole, marks, rules.quorum_needed(whole, ballot.quorum))


def marks_by_class(ballot: Ballot) -> dict[int, dict[str, int]]:
    """Class → way → marks. One query."""
    rows = Mark.objects.filter(voter__ballot=ballot).values_list("voter__voter_class_id", "way").annotate(n=Count("pk"))
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for voters, way, number in rows:
        found[voters][way] = number
    return found


def counts_of(ballots: Iterable[int]) -> dict[int, dict[tuple[int, int], dict[int | None, int]]]:
    """Target → (question, class) → choice → votes, of ballots whose box is open. One query."""
    rows = (
        Slip.objects.filter(target__ballot_id__in=list(ballots))
        .values_list("target_id", "question_id", "voter_class_id", "choice_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found: dict[int, dict[tuple[int, int], dict[int | None, int]]] = defaultdict(lambda: defaultdict(dict))
    for target, question, voters, choice, number in rows:
        found[target][question, voters][choice] = number
    return found


@dataclass(frozen=True)
class Bar:
    """One choice of a shown class: how many of the valid votes took it."""

    choice: str
    count: int
    share: int


@dataclass(frozen=True)
class ClassResult:
    """What one class said of one unit; empty when it is held back."""

    title: str
    weight: int
    shown: bool
    score: int | None = None
    voters: int = 0
    questions: tuple[tuple[str, int | None, tuple[Bar, ...], int], ...] = ()


@dataclass(frozen=True)
class UnitResult:
    """The result of one unit, in 1/10,000 point, and its classes as far as they may be shown."""

    target: Target
    score: int
    classes: tuple[ClassResult, ...]

    @property
    def withheld(self) -> bool:
        return any(not one.shown for one in self.classes)


def results_of(ballot: Ballot) -> list[UnitResult]:
    """Results in the office's order of units, never by points; empty unless the box was opened. Five queries."""
    if ballot.state not in {State.COUNTED, State.PUBLISHED}:
        return []
    sheet, counts = sheet_of(ballot), counts_of([ballot.pk])
    return [_unit_result(ballot, sheet, target, counts.get(target.pk, {})) for target in sheet.targets]


def _unit_result(ballot: Ballot, sheet: Sheet, target: Target, counts: Counts) -> UnitResult:
    asked, voters = sheet.asked, sheet.voters
    shown = rules.shown_classes(counts, asked, [one.id for one in voters])
    classes = tuple(_class_result(ballot, counts, asked, one, one.id in shown) for one in voters)
    return UnitResult(target, rules.rounded(rules.score(counts, asked, voters, ballot.points, ballot.no_vote)), classes)


def _class_result(ballot: Ballot, counts: Counts, asked: list[Asked], voters: Voters, shown: bool) -> ClassResult:
    if not shown:
        return ClassResult(voters.title, voters.weight, False)
    whole = rules.class_score(counts, asked, voters.id, ballot.points)
    number = max(sum(counts.get((one.id, voters.id), {}).values()) for one in asked)
    parts = tuple(_question_result(counts.get((one.id, voters.id), {}), one, ballot.points) for one in asked)
    return ClassResult(voters.title, voters.weight, True, rules.rounded(whole or Fraction(0)), number, parts)


def _question_result(
    votes: Mapping[int | None, int], asked: Asked, points: int
) -> tuple[str, int | None, tuple[Bar, ...], int]:
    kept = rules.valid(votes, asked.coefficients)
    number = sum(kept.values())
    bars = tuple(
        Bar(text, kept.get(choice, 0), kept.get(choice, 0) * 100 // number if number else 0)
        for choice, text, coefficient in asked.choices
        if coefficient is not None
    )
    part = rules.mean(votes, asked, points)
    return asked.title, None if part is None else rules.rounded(part), bars, sum(votes.values()) - number


# who may be put on a roll

WHO = {
    "secretary": ["secretary", "group_secretary", "head", "leader"],
    "leaders": ["chair", "vice_chair", "group_secretary", "group_member"],
    "posts": None,
}


def people_for_roll(unit: Unit, who: str, below: bool) -> QuerySet[Person]:
    """People of a unit, and of everything below it if `below`: by post, or by why they belong there."""
    ids = Closure.objects.filter(ancestor=unit).values("descendant_id") if below else [unit.pk]
    today = clock.today()
    if who in WHO:
        posts = Post.objects.filter(holding(today), unit_id__in=ids)
        posts = posts.filter(title__in=WHO[who]) if WHO[who] else posts
        return Person.objects.filter(pk__in=posts.values("person_id")).order_by("sort_stroke", "pk")
    kind = MembershipKind(who)
    rows = Membership.objects.filter(holding(today), unit_id__in=ids, kind=kind)
    return Person.objects.filter(pk__in=rows.values("person_id")).order_by("sort_stroke", "pk")


def units_below(unit: Unit) -> QuerySet[Unit]:
    """Units that a ballot of `unit` may appraise: those under it that stand today."""
    under = Closure.objects.filter(ancestor=unit, depth__gt=0).values("descendant_id")
    return Unit.objects.open_on(clock.today()).filter(pk__in=under).order_by("order", "code")  # type: ignore[attr-defined,no-any-return]


def units_that_manage(actor: Actor) -> QuerySet[Unit]:
    """Units in which the actor may arrange a ballot."""
    return Unit.objects.visible_to(actor, "ballot.manage").filter(kind="committee").order_by("order", "code")  # type: ignore[return-value]


def batches_of(ballot: Ballot) -> QuerySet[PaperBatch]:
    """Batches of counted papers."""
    return PaperBatch.objects.filter(ballot=ballot).select_related("voter_class")


def batch_get(ballot: Ballot, pk: int) -> PaperBatch:
    """One batch, fetched through its ballot; Refused with 404 otherwise."""
    found = batches_of(ballot).filter(pk=pk).first()
    if found is None:
        raise Refused(_("没有这一批纸质票。"), status=404)
    return found


def choice_texts(ballot_ids: Iterable[int]) -> dict[int, Choice]:
    """Choices of ballots by number. One query."""
    rows = Choice.objects.filter(question__ballot_id__in=list(ballot_ids)).select_related("question")
    return {one.pk: one for one in rows}


@dataclass(frozen=True)
class Tally:
    """One row of what assessment takes over: unit, question, class, choice, votes."""

    unit: int
    question: str
    voters: str
    choice: str
    count: int


def finished(body: Unit) -> QuerySet[Ballot]:
    """Published ballots of a body: what an assessment may take over."""
    return Ballot.objects.filter(unit=body, state=State.PUBLISHED)


def tallies(ballot_ids: Iterable[int]) -> list[Tally]:
    """What ballots with an opened box came to, in a fixed order. For the reckoning of assessment, not for a page."""
    ids = sorted(ballot_ids)
    units = dict(Target.objects.filter(ballot_id__in=ids).values_list("pk", "unit_id"))
    titles = dict(VoterClass.objects.filter(ballot_id__in=ids).values_list("pk", "title"))
    choices = choice_texts(ids)
    found = [
        Tally(units[target], choices[choice].question.title, titles[voters], choices[choice].text, number)
        for target, cells in counts_of(ids).items()
        for (_question, voters), votes in cells.items()
        for choice, number in votes.items()
        if choice is not None
    ]
    return sorted(found, key=lambda t: (t.unit, t.question, t.voters, t.choice))


def units_for_roll(ballot: Ballot) -> QuerySet[Unit]:
    """The organising unit and those under it: whose people may be put on the roll."""
    ids = Closure.objects.filter(ancestor_id=ballot.unit_id).values("descendant_id")
    return Unit.objects.open_on(clock.today()).filter(pk__in=ids).order_by("level", "order", "code")  # type: ignore[attr-defined,no-any-return]


def roll_named(ballot: Ballot, text: str) -> QuerySet[Voter]:
    """Voters whose name contains `text`, with their marks: for whoever hands out papers."""
    return roll_of(ballot).filter(person__name__contains=text).select_related("person", "voter_class", "mark")


def class_get(ballot: Ballot, number: str) -> VoterClass:
    """One class of the ballot; the first when none is named. Refused with 404 for a stranger."""
    classes = VoterClass.objects.filter(ballot=ballot)
    found = classes.filter(pk=int(number)).first() if number.isdigit() else classes.first()
    if found is None:
        raise Refused(_("没有这一类投票人。"), status=404)
    return found


def in_state(actor: Actor, action: str, state: State) -> QuerySet[Ballot]:
    """Ballots of units where the actor may do `action`, in one state."""
    return Ballot.objects.filter(unit_id__in=policy.units(actor, action), state=state)


def to_count(actor: Actor, today: dt.date) -> QuerySet[Ballot]:
    """Ballots of the actor's units whose last day is over."""
    return in_state(actor, "ballot.manage", State.OPEN).filter(closes__lt=today)
