"""Ballots for the tests: the published worked example of 实绩量化, and small ones of any make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from touyan.ballots import services, services_count, services_vote, wording
from touyan.ballots.models import Ballot, Choice, Mark, Sealed, Voter, VoterClass
from touyan.ballots.rules import Way
from touyan.ballots.services import Plan
from touyan.core import clock
from touyan.organizations.models import Account, Person, Unit
from touyan.organizations.policy import Actor, actor_of
from touyan.organizations.tests.cast import Cast

CLASSES = "分管领导 20%\n干部职工 40%\n考核组 40%"
# class → question → votes in the order of the choices: heavy 1 … as in the worked example (89.2 points)
EXAMPLE = {
    "分管领导": ((1, 0, 0, 0), (1, 0, 0, 0), (1, 0, 0, 0)),
    "干部职工": ((5, 3, 2, 0), (4, 4, 2, 0), (6, 3, 1, 0)),
    "考核组": ((2, 2, 1, 0), (1, 3, 1, 0), (3, 2, 0, 0)),
}


@pytest.fixture
def keys(tmp_path: Path, settings: object) -> Path:
    """Keys lie in a folder of the test."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    return tmp_path / ".ballot-keys"


def ballot(
    cast: Cast,
    *,
    questions: str = wording.SAMPLES["five"],
    classes: str = "委员 100%",
    targets: Sequence[Unit] = (),
    title: str = "年度测评",
    quorum: int = 50,
) -> Ballot:
    """A ballot in preparation, from yesterday to tomorrow."""
    today = clock.today()
    plan = Plan(
        title=title,
        opens=today - dt.timedelta(days=1),
        closes=today + dt.timedelta(days=1),
        questions=wording.questions(questions),
        classes=wording.classes(classes),
        targets=list(targets) or [cast.branch],
        quorum=quorum,
    )
    return services.ballot_save(actor=cast.assessor, unit=cast.city, plan=plan)


def roll(made: Ballot, **sizes: int) -> dict[str, list[Actor]]:
    """So many voters with accounts in each class, as actors."""
    found: dict[str, list[Actor]] = {}
    for title, size in sizes.items():
        people = Person.objects.bulk_create(Person(name=f"{title}{n}") for n in range(size))
        accounts = Account.objects.bulk_create(
            Account(username=f"b{made.pk}-{person.pk}", person=person) for person in people
        )
        of = VoterClass.objects.get(ballot=made, title=title)
        Voter.objects.bulk_create(Voter(ballot=made, voter_class=of, person=person) for person in people)
        found[title] = [actor_of(account) for account in accounts]
    return found


def opened(cast: Cast, made: Ballot) -> Ballot:
    """The ballot with voting begun."""
    return services.ballot_open(actor=cast.assessor, ballot=made)


def closed(made: Ballot) -> Ballot:
    """The ballot after its last day."""
    Ballot.objects.filter(pk=made.pk).update(
        opens=clock.today() - dt.timedelta(days=3), closes=clock.today() - dt.timedelta(days=1)
    )
    made.refresh_from_db()
    return made


def counted(cast: Cast, made: Ballot) -> Ballot:
    """The ballot after the count."""
    return services_count.ballot_count(actor=cast.assessor, ballot=closed(made))


def voted(made: Ballot, actor: Actor, *answers: int) -> str:
    """The actor's receipt."""
    return services_vote.vote_cast(actor=actor, ballot=made, answers=answers)


def example(cast: Cast) -> Ballot:
    """The worked example, every vote cast by its voter, counted."""
    made = ballot(cast, questions=wording.SAMPLES["work"], classes=CLASSES, title="工作实绩量化考核")
    voters = roll(made, **{title: sum(rows[0]) for title, rows in EXAMPLE.items()})
    made = opened(cast, made)
    for title, rows in EXAMPLE.items():
        columns = [[at for at, number in enumerate(row) for _each in range(number)] for row in rows]
        for actor, answers in zip(voters[title], zip(*columns, strict=True), strict=True):
            voted(made, actor, *answers)
    return counted(cast, made)


def marks(made: Ballot) -> int:
    """How many marks the roll carries."""
    return Mark.objects.filter(voter__ballot=made).count()


def sealed(made: Ballot) -> int:
    """How many votes lie in the intake."""
    return Sealed.objects.filter(ballot=made).count()


def choice(made: Ballot, text: str) -> Choice:
    """A choice by its text."""
    return Choice.objects.get(question__ballot=made, text=text)


__all__ = ["Way", "ballot", "closed", "counted", "example", "keys", "opened", "roll", "voted"]
