"""The study sessions of the demonstration year: titles, when, and for whom. Fictional."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from touyan.core.clock import SHANGHAI
from touyan.demo.city import City
from touyan.demo.happenings import Event, Year
from touyan.duties.words import Outcome
from touyan.organizations.models import Unit

KIND = "study"
FORUM = "求是讲堂"
READING = "委员读书：读懂一座城"
BRANCH = "支部学习：走访前先学一课"
FORUMS = ((3, 21, "平台经济与城市治理"), (6, 20, "县域协商怎样接地气"), (9, 19, "读懂专精特新"))
READINGS = ((4, 23, "第一次共读"), (7, 11, "第二次共读"), (10, 17, "第三次共读"))
LESSONS = ((5, 12, "老旧小区改造的政策"), (8, 18, "养老助餐的账怎么算"))


@dataclass(frozen=True)
class Sitting:
    """One session: of which programme, whose, when, and who was asked."""

    title: str
    unit: Unit
    day: dt.date
    people: list[int]


def sittings(city: City, rosters: dict[int, list[int]]) -> Iterator[Sitting]:
    """The city's forum and reading round, and a branch that learns before it visits."""
    everyone = [one.person.pk for one in city.members_of(city.root)]
    branch = city.branches[2]
    for lines, head, unit, people in (
        (FORUMS, FORUM, city.root, everyone[:80]),
        (READINGS, READING, city.root, everyone[:30]),
        (LESSONS, BRANCH, branch, rosters.get(branch.pk, [])),
    ):
        for month, day, title in lines:
            yield Sitting(f"{head} · {title}", unit, dt.date(city.year, month, day), people)


def add(city: City, year: Year, rosters: dict[int, list[int]]) -> None:
    """Sessions up to today join the year's activities; chance has its own thread, so that nothing else moves."""
    rng = Random(city.year)
    kind = year.kinds[KIND]
    for one in sittings(city, rosters):
        if one.day >= city.today or not one.people:
            continue
        starts = dt.datetime.combine(one.day, dt.time(14, 30), SHANGHAI)
        event = Event(
            unit=one.unit,
            kind=kind,
            title=one.title,
            starts=starts,
            ends=starts + dt.timedelta(hours=2),
            place="求是书房" if one.unit == city.root else "委员之家",
            people=sorted(one.people),
            is_party=kind.is_party,
            is_duty=kind.is_duty,
            outcome="讲后交流四十分钟，提出可调研的题目两个。",
        )
        for person in event.people:
            draw = rng.random()
            event.marks[(1, person)] = (
                Outcome.PRESENT if draw < 0.9 else Outcome.EXCUSED if draw < 0.98 else Outcome.ABSENT
            )
        year.events.append(event)
