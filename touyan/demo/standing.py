"""Attendance of the standing committee assessed in the last two years, and what the scheme would have a leader consider.

Everything happens through the verbs of the product, each on its own day of the past; this year's assessment is left to the office.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING
from unittest import mock

from django.utils import timezone

from touyan.assessment import selectors_follow, services, services_follow
from touyan.assessment.models import Run, SchemeText
from touyan.assessment.rules import NOTICE_DAYS, Use
from touyan.core import clock
from touyan.core.clock import SHANGHAI
from touyan.duties.rules import Draft
from touyan.duties.services import records_post_many
from touyan.duties.words import Outcome, Stage
from touyan.organizations.policy import Actor, actor_of

if TYPE_CHECKING:
    from touyan.demo.city import City

TITLE = "常委会会议出席考评办法（示例）"
MEETINGS = ((3, 18), (6, 17), (9, 16), (12, 16))
OFTEN_AWAY = 3  # people
KIND = "standing_meeting"


@contextmanager
def on(day: dt.date) -> Iterator[None]:
    """Whatever is done inside is done on that day."""
    then = dt.datetime.combine(day, dt.time(10), SHANGHAI)
    with mock.patch.object(timezone, "now", lambda: then):
        yield


def build(city: City) -> None:
    """Two years in force; of what the second one proposes, one is decided and the rest waits for the leader."""
    office, leader = actor_of(city.accounts["assess"]), actor_of(city.accounts["leader"])
    people = [
        folk.person.pk for folk in city.members_of(city.root) if folk.is_standing and folk.person not in city.leaders
    ]
    text, run = None, None
    for year in (city.year - 2, city.year - 1):
        _meetings(city, year, people)
        text = _scheme(city, office, leader, year, text)
        run = _run(office, leader, text, year)
    _decide(city, office, leader, run)  # type: ignore[arg-type]


def _meetings(city: City, year: int, people: list[int]) -> None:
    """Four meetings of the standing committee, each booked on its day; a few people were away three times of four."""
    clerk = actor_of(city.accounts["office"])
    for number, (month, day) in enumerate(MEETINGS, 1):
        held = dt.date(year, month, day)
        with on(held):
            records_post_many(
                actor=clerk,
                drafts=[
                    Draft(
                        key=f"standing:{held.isoformat()}:{person}",
                        unit_id=city.root.pk,
                        committee_id=city.root.pk,
                        person_id=person,
                        kind=KIND,
                        stage=Stage.ATTENDANCE,
                        outcome=_outcome(place, number, person + year),
                        day=held,
                        title=f"{year}年第{number}次常委会会议",
                    )
                    for place, person in enumerate(people)
                ],
            )


def _outcome(place: int, number: int, chance: int) -> str:
    if 2 <= place < 2 + OFTEN_AWAY and number > 1:
        return Outcome.ABSENT
    drawn = (chance * 7 + number * 13) % 22
    return Outcome.EXCUSED if drawn < 2 else Outcome.LATE if drawn < 5 else Outcome.PRESENT


def _scheme(city: City, office: Actor, leader: Actor, year: int, before: SchemeText | None) -> SchemeText:
    """The scheme of a year, signed in its January, in place of that of the year before."""
    text = files("touyan.demo").joinpath("data", "standing.yaml").read_text().replace("2025 年度", f"{year} 年度")
    with on(dt.date(year, 1, 10)):
        draft = services.scheme_draft(
            actor=office, body=city.root, title=TITLE, version=f"{year}年", text=text, replaces=before
        )
        return services.scheme_adopt(actor=leader, draft=draft)


def _run(office: Actor, leader: Actor, text: SchemeText, year: int) -> Run:
    """Computed in January, signed, looked at, announced, in force after the notice."""
    from touyan.assessment.compute import compute  # the engine's heavy parts load only here

    january = dt.date(year + 1, 1, 5)
    with on(january):
        queued = services.run_queue(
            actor=office, adopted=text, scheme_key="常委", label=f"{year}年度常委会会议出席考评"
        )
        run = compute(queued.pk)
        for verb in ("review", "sign", "show"):
            run = services.run_step(actor=leader if verb == "sign" else office, run=run, verb=verb)
    with on(january + dt.timedelta(days=10)):
        run = services.run_step(actor=office, run=run, verb="notice")
    with on(january + dt.timedelta(days=11 + NOTICE_DAYS)):
        return services.run_step(actor=leader, run=run, verb="enforce")


def _decide(city: City, office: Actor, leader: Actor, run: Run) -> None:
    """The office puts the proposals before the leader, who has so far done one of them."""
    account = city.accounts["leader"]
    day = dt.date(city.year, 1, 26)
    with on(day):
        services_follow.proposals_ask(actor=office, run=run, account=account)
    first = selectors_follow.proposals_for(leader).order_by("pk").first()
    if first is not None:
        with on(day + dt.timedelta(days=7)):
            services_follow.proposal_sign(actor=leader, proposal=first, kind=Use.REMINDED, told_on=clock.today())
