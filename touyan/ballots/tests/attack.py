"""An attacker with a copy of the database after every vote, in physical order, and the order in which people voted.

It knows who voted when (marks appear one by one), sees what each vote added anywhere, and tries to say which row of the
opened box belongs to whom. By chance one guess per election is right, however many voted: a random matching has one fixed
point on average.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection

from touyan.ballots import sealing, services, services_count, services_vote
from touyan.ballots.models import Ballot, Question, Target, Voter, VoterClass
from touyan.ballots.tests import build
from touyan.organizations.models import Person
from touyan.organizations.policy import Actor
from touyan.organizations.tests.cast import Cast


@dataclass
class Evidence:
    """What the attacker has: voters in the order of voting; after each vote the intake; the box, physical order and growth."""

    voters: list[int] = field(default_factory=list)
    intake: list[list[tuple[str, bytes]]] = field(default_factory=list)
    box: list[str] = field(default_factory=list)
    grown: list[list[str]] = field(default_factory=list)
    truth: dict[int, str] = field(default_factory=dict)  # not the attacker's: to score the guesses


def physical(table: str, columns: str) -> list[tuple[object, ...]]:
    """The rows as they lie: by rowid or, without one, by key; on PostgreSQL by transaction and place in the file."""
    if connection.vendor == "postgresql":
        order = "xmin::text::bigint, ctid"
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
            order = "id" if "WITHOUT ROWID" in cursor.fetchone()[0] else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")
        return list(cursor.fetchall())


def election(cast: Cast, size: int, *, naive: bool = False) -> Evidence:
    """One simulated election with copies taken after each vote. `naive`: the box takes each vote at once, in its turn."""
    made = build.ballot(cast, quorum=0, title=f"模拟 {secrets.token_hex(6)}")
    people = Person.objects.bulk_create(Person(name=f"甲{n}") for n in range(size))
    of = VoterClass.objects.get(ballot=made)
    Voter.objects.bulk_create(Voter(ballot=made, voter_class=of, person=person) for person in people)
    made = services.ballot_open(actor=cast.assessor, ballot=made)
    target, question = Target.objects.get(ballot=made), Question.objects.get(ballot=made)
    if naive:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS naive_box")
            cursor.execute("CREATE TABLE naive_box (id varchar(32) PRIMARY KEY)")
    seen, turns = Evidence(), list(people)
    secrets.SystemRandom().shuffle(turns)
    for person in turns:
        actor = Actor(account_id=None, person_id=person.pk, name=person.name)
        receipt = services_vote.vote_cast(actor=actor, ballot=made, answers=[secrets.randbelow(5)])
        seen.truth[person.pk] = sealing.slip_id(receipt, target.pk, question.pk)
        seen.voters.append(person.pk)
        if naive:
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO naive_box VALUES (%s)", [seen.truth[person.pk]])
        copy(seen, "naive_box" if naive else "ballots_slip")
    if not naive:
        opened(cast, made)
    last = physical("naive_box" if naive else "ballots_slip", "id")
    seen.box = [str(row[0]) for row in last if row[0] in set(seen.truth.values())]
    return seen


def copy(seen: Evidence, box: str) -> None:
    """A copy after this vote: the intake as it lies, and what is new in the box."""
    seen.intake.append([(str(a), bytes(b)) for a, b in physical("ballots_sealed", "id, sealed")])  # type: ignore[arg-type,call-overload]
    before = {number for part in seen.grown for number in part}
    seen.grown.append([str(row[0]) for row in physical(box, "id") if row[0] not in before])


def opened(cast: Cast, made: Ballot) -> None:
    """The last day is over and the box is opened."""
    services_count.ballot_count(actor=cast.assessor, ballot=build.closed(made))


Guess = dict[int, str]


def by_order(seen: Evidence) -> Guess:
    """The first who voted has the first row."""
    return dict(zip(seen.voters, seen.box, strict=True))


def by_reverse(seen: Evidence) -> Guess:
    """The first who voted has the last row."""
    return dict(zip(seen.voters, reversed(seen.box), strict=True))


def by_growth(seen: Evidence) -> Guess:
    """Whose vote made the box grow has the row that is new; where nothing grew, a row at random."""
    spare = [number for number in seen.box if number not in {n for part in seen.grown for n in part}]
    secrets.SystemRandom().shuffle(spare)
    return {who: part[0] if part else spare.pop() for who, part in zip(seen.voters, seen.grown, strict=True)}


def by_intake_number(seen: Evidence) -> Guess:
    """Intake and box sorted by their numbers lie alike."""
    return _by_rank(seen, lambda row: row[0])


def by_sealed_bytes(seen: Evidence) -> Guess:
    """Intake sorted by its sealed bytes and the box lie alike."""
    return _by_rank(seen, lambda row: (len(row[1]), row[1]))


def _by_rank(seen: Evidence, rank: Callable[[tuple[str, bytes]], object]) -> Guess:
    own: dict[int, tuple[str, bytes]] = {}
    known: set[str] = set()
    for who, rows in zip(seen.voters, seen.intake, strict=True):
        fresh = [row for row in rows if row[0] not in known]
        known |= {row[0] for row in rows}
        if fresh:
            own[who] = fresh[0]
    ordered = sorted(own, key=lambda who: rank(own[who]))  # type: ignore[arg-type,return-value]
    return dict(zip(ordered, seen.box, strict=True))


ATTACKS = (by_order, by_reverse, by_growth, by_intake_number, by_sealed_bytes)


def right(seen: Evidence, guess: Guess) -> int:
    """How many voters were found out."""
    return sum(seen.truth[who] == number for who, number in guess.items())
