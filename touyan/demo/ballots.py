"""Ballots of the demonstration city: one published, the worked example over the departments, one running, one prepared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from touyan.ballots import sealing, seals, wording
from touyan.ballots.listing import box_digest
from touyan.ballots.models import Ballot, Choice, Mark, Question, Slip, Target, Voter, VoterClass
from touyan.ballots.rules import State, Way
from touyan.demo.city import City
from touyan.organizations.models import Person, Unit
from touyan.organizations.policy import actor_of

SEED = 20226
SUBGROUPS = "{year}年专委会分党组民主测评"
BRANCHES = "{year}年履职临时党支部民主测评"
DEPARTMENTS = "{year}年处室工作实绩测评"
# The published worked example: class → question → votes in the order of the choices. It comes to 89.2.
EXAMPLE = {
    "分管领导": ((1, 0, 0, 0), (1, 0, 0, 0), (1, 0, 0, 0)),
    "干部职工": ((5, 3, 2, 0), (4, 4, 2, 0), (6, 3, 1, 0)),
    "考核组": ((2, 2, 1, 0), (1, 3, 1, 0), (3, 2, 0, 0)),
}


def build(city: City) -> None:
    """Everything of this room."""
    rng = Random(SEED)
    people = [folk.person for folk in city.members_of(city.root)]
    _published(city, rng, people, SUBGROUPS, city.subgroups)
    _published(city, rng, people, BRANCHES, city.branches)
    _example(city, rng)
    _running(city, people)
    _prepared(city)
    _sealed(city)


def _sealed(city: City) -> None:
    """What was laid out past the services is sealed as they would have done it."""
    office = actor_of(city.accounts["assess"])
    for made in Ballot.objects.filter(unit=city.root):
        detail = {"verb": "save", seals.BOXES: seals.boxes(Slip.objects.filter(target__ballot=made))}
        sheet = () if made.state == State.DRAFT else seals.SHEET
        voted = seals.VOTED if made.state in seals.COUNTED else ()
        seals.record(office, "ballot.manage", made, unit=city.root, detail=detail, sets=(*sheet, *voted))


def _sheet(
    city: City, title: str, questions: str, classes: str, units: Sequence[Unit], days: tuple[int, int], **more: object
) -> Ballot:
    first, last = (city.today + dt.timedelta(days=n) for n in days)
    made = Ballot.objects.create(unit=city.root, title=title, opens=first, closes=last, **more)
    for order, item in enumerate(wording.questions(questions)):
        question = Question.objects.create(ballot=made, order=order, title=item.title, weight=item.weight)
        Choice.objects.bulk_create(
            Choice(question=question, order=at, text=text, coefficient=value)
            for at, (text, value) in enumerate(item.choices)
        )
    VoterClass.objects.bulk_create(
        VoterClass(ballot=made, order=order, title=item.title, weight=item.weight)
        for order, item in enumerate(wording.classes(classes))
    )
    Target.objects.bulk_create(Target(ballot=made, unit=unit) for unit in units)
    return made


def _roll(made: Ballot, title: str, people: Sequence[Person]) -> list[Voter]:
    of = VoterClass.objects.get(ballot=made, title=title)
    return Voter.objects.bulk_create(Voter(ballot=made, voter_class=of, person=person) for person in people)


def _counted(city: City, made: Ballot, slips: list[Slip]) -> None:
    Slip.objects.bulk_create(sorted(slips, key=lambda slip: slip.id), batch_size=500)
    made.digest, made.counted_by, made.counted_on = box_digest(slips), "考评办公室", made.closes + dt.timedelta(days=1)
    made.published_by, made.published_on = "市政协领导", made.closes + dt.timedelta(days=2)
    made.save()


def _published(city: City, rng: Random, people: list[Person], title: str, units: list[Unit]) -> None:
    """Units appraised by members and secretaries, five choices."""
    made = _sheet(
        city,
        title.format(year=city.year),
        wording.SAMPLES["five"],
        "委员 60%\n支部书记 40%",
        units,
        (-40, -20),
        state=State.PUBLISHED,
    )
    secretaries = list(
        dict.fromkeys(city.secretaries[unit.pk] for unit in city.branches if unit.pk in city.secretaries)
    )
    others = [person for person in people if person not in secretaries][:60]
    question = made.questions.get()
    choices = list(question.choices.all())
    slips: list[Slip] = []
    for kind, group in (("委员", others), ("支部书记", secretaries)):
        voters = [voter for voter in _roll(made, kind, group) if rng.random() < 0.9]
        Mark.objects.bulk_create(Mark(voter=voter, way=Way.SCREEN) for voter in voters)
        for target in made.targets.all():
            liking = rng.choice([(50, 30, 12, 2, 6), (62, 24, 8, 1, 5), (38, 36, 16, 4, 6)])
            for voter in voters:
                choice = rng.choices(choices, liking)[0]
                slips.append(_slip(rng, target, question, voter.voter_class_id, choice))
    _counted(city, made, slips)


def _slip(rng: Random, target: Target, question: Question, voters: int, choice: Choice) -> Slip:
    number = f"{rng.getrandbits(128):032x}"
    return Slip(id=number, target=target, question=question, voter_class_id=voters, choice=choice)


def _example(city: City, rng: Random) -> None:
    """The worked example of the published rule, each department with the same votes but for one of ten."""
    made = _sheet(
        city,
        DEPARTMENTS.format(year=city.year),
        wording.SAMPLES["work"],
        "分管领导 20%\n干部职工 40%\n考核组 40%",
        city.departments,
        (-30, -16),
        state=State.PUBLISHED,
    )
    staff = list(dict.fromkeys(city.staff))
    parts = {"分管领导": city.leaders[:1], "考核组": staff[:5], "干部职工": staff[5:15]}
    questions = list(made.questions.prefetch_related("choices"))
    slips: list[Slip] = []
    for title, people in parts.items():
        voters = _roll(made, title, people)
        Mark.objects.bulk_create(Mark(voter=voter, way=Way.SCREEN) for voter in voters)
        of = VoterClass.objects.get(ballot=made, title=title)
        for at, target in enumerate(made.targets.all()):
            for question, votes in zip(questions, EXAMPLE[title], strict=True):
                for choice, number in zip(question.choices.all(), _shifted(votes, at, rng), strict=False):
                    slips += [_slip(rng, target, question, of.pk, choice) for _each in range(number)]
    _counted(city, made, slips)


def _shifted(votes: tuple[int, ...], at: int, rng: Random) -> tuple[int, ...]:
    """The votes of the example for the first department; for the others one voter of ten thinks otherwise."""
    if at == 0 or sum(votes) == 1:
        return votes
    moved = list(votes)
    source = rng.choice([n for n, count in enumerate(votes) if count])
    moved[source] -= 1
    moved[rng.randrange(len(votes))] += 1
    return tuple(moved)


def _running(city: City, people: list[Person]) -> None:
    """Office branches appraised by members: a vote is asked of whoever tries the demonstration."""
    made = _sheet(
        city,
        f"{city.year}年机关党支部工作测评",
        wording.SAMPLES["satisfaction"],
        "委员 100%",
        city.office_branches,
        (-5, 9),
        state=State.OPEN,
        about="请按一年来的实际情况评价各支部的工作。",
    )
    made.key_name = sealing.key_new()
    made.save(update_fields=["key_name"])
    asked = [account.person for account in city.accounts.values() if account.person is not None]
    city_people = {person.pk for person in people}
    own = [person for person in asked if person.pk in city_people]
    _roll(made, "委员", list(dict.fromkeys([*own, *people[:40]])))


def _prepared(city: City) -> None:
    """A draft without a roll, to be tried by the office."""
    _sheet(
        city,
        f"{city.year}年区县（市）政协工作满意度测评（筹备）",
        wording.SAMPLES["satisfaction"],
        "委员 60%\n机关干部 40%",
        city.districts,
        (5, 15),
    )
