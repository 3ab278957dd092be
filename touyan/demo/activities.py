"""A year of activities, attendance and works: diligent branches, late ones, and one that does nothing but party building."""

from __future__ import annotations

import datetime as dt
from itertools import cycle

from touyan.activities.rules import State
from touyan.core.clock import SHANGHAI
from touyan.demo import places_said as places
from touyan.demo import said, studied, works
from touyan.demo.city import City, Folk
from touyan.demo.happenings import Event, Year
from touyan.duties.words import Outcome
from touyan.organizations.models import Membership, Unit
from touyan.organizations.policy import actor_of
from touyan.planning.models import Proof, Task, TaskEvent
from touyan.planning.rules import OPEN, TaskState

ONLY_PARTY_BRANCH = 9  # index of the branch that does nothing but party building
LATE_UNITS = frozenset({4, 7, 13})  # indexes of branches that leave tasks lying


def build(city: City) -> None:
    """Everything that happened this year up to today, and what is asked for the coming weeks."""
    year = Year(actor_of(city.accounts["office"]))
    rosters = _rosters()
    _meetings(city, year)
    tasks = _planned(city, year, rosters)
    works.build(city, year)
    _coming(city, year, rosters)
    studied.add(city, year, rosters)
    year.save()
    year.arrivals()
    _prove(city, tasks)
    places.build(city)


def _rosters() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for unit, person in Membership.objects.order_by("pk").values_list("unit_id", "person_id"):
        found.setdefault(unit, []).append(person)
    return found


def _at(day: dt.date, hour: int, minute: int = 30) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), SHANGHAI)


def _mark(city: City, folk_is_party: bool, diligence: float) -> str:
    """How one person stood to one half-day; Party members are a little more regular, as the source document says."""
    draw = city.rng.random() - (0.03 if folk_is_party else 0.0)
    if draw < diligence:
        return Outcome.PRESENT
    if draw < diligence + 0.03:
        return Outcome.LATE
    return Outcome.EXCUSED if city.rng.random() < 0.72 else Outcome.ABSENT


def _event(
    city: City, year: Year, unit: Unit, code: str, title: str, day: dt.date, people: list[int], *, hours: int = 2, days: int = 1,
    outcome: str = "", topic: str = "", duty: bool | None = None, place: str = "", diligence: float = 0.9,
    party: set[int] | None = None,
) -> Event:  # fmt: skip
    kind = year.kinds[code]
    starts = _at(day, 9, 0) if days > 1 or kind.half_days > 1 else _at(day, city.rng.choice((9, 14, 15)))
    ends = _at(day + dt.timedelta(days=days - 1), 17, 0) if kind.half_days > 1 else starts + dt.timedelta(hours=hours)
    event = Event(
        unit=unit,
        kind=kind,
        title=title,
        starts=starts,
        ends=ends,
        place=place or city.rng.choice(said.PLACES),
        people=people,
        is_party=kind.is_party,
        is_duty=kind.is_duty if duty is None else duty,
        outcome=outcome,
        topic=topic,
    )
    if not (event.is_party or event.is_duty):
        event.is_duty = True
    for half in range(1, kind.half_days + 1):
        for person in people:
            event.marks[(half, person)] = _mark(city, party is None or person in party, diligence)
    year.events.append(event)
    return event


def _meetings(city: City, year: Year) -> None:
    """The meetings of the whole city and of the 13 districts."""
    folk = city.members_of(city.root)
    everyone, party = [one.person.pk for one in folk], {one.person.pk for one in folk if one.is_party}
    standing = [one.person.pk for one in folk if one.is_standing]
    this = city.year

    def held(code: str, title: str, month: int, day: int, people: list[int], **more: object) -> None:
        when = dt.date(this, month, day)
        if when + dt.timedelta(days=4) < city.today:
            _event(city, year, city.root, code, title, when, people, party=party, **more)  # type: ignore[arg-type]

    held(
        "plenary",
        f"市政协第十二届第{this - 2021}次全体会议",
        1,
        13,
        everyone,
        days=3,
        diligence=0.93,
        place="人民大会堂",
    )
    for number, month in enumerate((3, 6, 9, 11), 1):
        held("standing_meeting", f"第{number}次常委会会议", month, 18, standing, diligence=0.9, place="政协会议室")
    for month in (5, 10):
        topic = city.rng.choice(said.TOPICS)
        held("topical_meeting", f"“{topic}”专题议政性常委会会议", month, 22, standing, topic=topic, diligence=0.88)
    for number, month in enumerate((2, 4, 6, 8, 10), 1):
        topic = said.TOPICS[number]
        people = city.rng.sample(everyone, min(40, len(everyone)))
        outcome = city.rng.choice(said.DUTY_OUTCOMES)
        held("consultation", f"“请你来协商”第{number}期：{topic}", month, 15, people, topic=topic, outcome=outcome)
    for number, month in enumerate((3, 5, 7, 9), 1):
        people = city.rng.sample(everyone, min(30, len(everyone)))
        held("monthly_forum", f"{month}月协商座谈：{said.TOPICS[number + 5]}", month, 26, people)
    held(
        "supervision_special",
        f"{said.TOPICS[1]}专项集体民主监督",
        6,
        9,
        city.rng.sample(everyone, min(60, len(everyone))),
    )
    held("inspection", "重点工程视察", 9, 12, city.rng.sample(everyone, min(50, len(everyone))))
    _district_meetings(city, year)


def _district_meetings(city: City, year: Year) -> None:
    """Each district's own plenary, day after day from the third of February."""
    for index, district in enumerate(city.districts):
        local = [one.person.pk for one in city.members_of(district)]
        local_party = {one.person.pk for one in city.members_of(district) if one.is_party}
        first = dt.date(city.year, 2, 3 + index)
        if first + dt.timedelta(days=2) < city.today:
            _event(
                city, year, district, "standing_meeting", f"{district.short}全体会议", first, local, party=local_party
            )
        if dt.date(city.year, 7, 20) < city.today and index % 3 != 2:
            topic = said.TOPICS[index]
            people = city.rng.sample(local, min(25, len(local)))
            _event(
                city,
                year,
                district,
                "consultation",
                f"{topic}区级协商",
                dt.date(city.year, 7, 3 + index),
                people,
                topic=topic,
            )


def _planned(city: City, year: Year, rosters: dict[int, list[int]]) -> list[tuple[Task, Event]]:
    """What the plans asked for and the units did, each done task with its activity."""
    rows = Task.objects.filter(start__lte=city.today, state__in=OPEN, action__record_code__in=list(year.kinds))
    branch_of = {unit.pk: index for index, unit in enumerate(city.branches)}
    topics = cycle(said.TOPICS)
    found = []
    for task in rows.select_related("unit", "action").order_by("unit__order", "due", "pk"):
        index = branch_of.get(task.unit_id)
        people = rosters.get(task.unit_id, [])[:30]
        latest = min(task.last, city.today - dt.timedelta(days=1))
        if not people or latest < task.start or _left_lying(city, task, index):
            continue
        early = max(task.start, min(task.due, latest) - dt.timedelta(days=25))
        day = early + dt.timedelta(days=city.rng.randrange(max(1, (min(task.due, latest) - early).days + 1)))
        code = task.action.record_code
        alone = index == ONLY_PARTY_BRANCH
        joined = code == "theme_party_day" and not alone and city.rng.random() < 0.6
        topic = next(topics) if joined or code == "research_visit" else ""
        outcome = city.rng.choice(said.ONLY_PARTY if alone else said.JOINT_OUTCOMES if joined else said.PARTY_OUTCOMES)
        title = f"{day.month}月{year.kinds[code].name}" + (f"：{topic}" if topic else "")
        duty = joined or code == "research_visit"
        found.append(
            (task, _event(city, year, task.unit, code, title, day, people, outcome=outcome, topic=topic, duty=duty))
        )
    return found


def _left_lying(city: City, task: Task, index: int | None) -> bool:
    """The running period is open for most; some branches also leave earlier ones lying."""
    if task.due >= city.today:
        return index == 2 or city.rng.random() < 0.45
    return city.rng.random() < (0.45 if index in LATE_UNITS else 0.03)


def _prove(city: City, done: list[tuple[Task, Event]]) -> None:
    """Each done task carries its activity as proof."""
    proofs, moves = [], []
    for task, event in done:
        at = _at(event.row.day, 18)
        name = event.row.entered_by_name
        proofs.append(
            Proof(
                task=task,
                action_id=task.action_id,
                record_kind="activity",
                record_id=event.row.pk,
                label=event.title,
                day=event.row.day,
                by_name=name,
                at=at,
            )
        )
        moves.append(
            TaskEvent(
                task=task, at=at, by_name=name, verb="prove", before=task.state, after=TaskState.DONE, words=event.title
            )
        )
        task.state, task.done_on, task.version = TaskState.DONE, event.row.day, task.version + 1
    Proof.objects.bulk_create(proofs, batch_size=1000)
    TaskEvent.objects.bulk_create(moves, batch_size=1000)
    Task.objects.bulk_update([task for task, _event in done], ["state", "done_on", "version"], batch_size=300)


def _coming(city: City, year: Year, rosters: dict[int, list[int]]) -> None:
    """What is asked for the coming weeks: invitations wait for an answer, one door is open today."""
    folk = city.members_of(city.root)
    everyone = [one.person.pk for one in folk]
    shown = _shown(city, folk)
    branch = city.branches[2]
    people = rosters.get(branch.pk, [])
    for days, code, title, unit, who in (
        (5, "consultation", "“请你来协商”第6期：社区养老助餐服务", city.root, shown),
        (9, "theme_party_day", "12月主题党日：走进专精特新企业", branch, people),
        (16, "study", "委员读书交流会", city.root, [*everyone[:20], *shown]),
    ):
        event = _event(city, year, unit, code, title, city.today + dt.timedelta(days=days), sorted(set(who)))
        event.state, event.marks = State.PLANNED, {}
    today = _event(city, year, branch, "exchange", "经济形势交流会", city.today, people)
    today.starts, today.ends = _at(city.today, 8, 0), _at(city.today, 22, 0)
    today.state, today.marks, today.place = State.PLANNED, {}, "委员之家"


def _shown(city: City, folk: list[Folk]) -> list[int]:
    """Forty members, among them whoever signs in for the demonstration."""
    signed = [account.person_id for account in city.accounts.values() if account.person_id]
    mine = [one.person.pk for one in folk if one.person.pk in signed]
    return sorted({*mine, *(one.person.pk for one in folk[:40])})
