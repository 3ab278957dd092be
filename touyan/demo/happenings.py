"""Writes the demonstration year's activities and works in a few statements: everything is collected, then saved in bulk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from touyan.activities.models import Activity, ActivityKind, Arrival, Invitation, Session
from touyan.activities.rules import Answer, State, Way, leave_deadline
from touyan.activities.services import booking
from touyan.activities.services.planning_ahead import split
from touyan.core import clock
from touyan.duties import ledger
from touyan.duties.models import DutyRecord, LedgerHead, Work, WorkLink
from touyan.duties.rules import Draft
from touyan.duties.words import CAME, Outcome
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor

CHUNK = 1000


@dataclass
class Event:
    """One activity of the year: who was expected and how each stood to each half-day."""

    unit: Unit
    kind: ActivityKind
    title: str
    starts: dt.datetime
    ends: dt.datetime
    place: str
    people: list[int]
    is_party: bool
    is_duty: bool
    outcome: str = ""
    topic: str = ""
    state: str = State.HELD
    marks: dict[tuple[int, int], str] = field(default_factory=dict)  # (half-day, person) → outcome
    row: Activity = None  # type: ignore[assignment]
    sessions: list[Session] = field(default_factory=list)


class Year:
    """Collects the year and saves it."""

    def __init__(self, office: Actor) -> None:
        self.office = office
        self.kinds = {kind.code: kind for kind in ActivityKind.objects.all()}
        self.events: list[Event] = []
        self.works: list[Work] = []
        self.drafts: list[Draft] = []
        self.links: list[tuple[Work, Work]] = []
        self.begun: list[tuple[Event, Work]] = []
        self.committees: dict[int, int] = {}

    def save(self) -> None:
        """Activities with half-days and invitations, works, ledger rows, arrivals; numbers run in the order of days."""
        self.committees = ledger.committees_of({event.unit.pk for event in self.events})
        self._activities()
        self._sessions()
        drafts = [draft for event in self.events for draft in self._attendance(event)]
        self._book(sorted([*drafts, *self.drafts], key=lambda draft: draft.day))
        WorkLink.objects.bulk_create(
            [WorkLink(source=one, target=two, by_name=self.office.name) for one, two in self._linked()]
        )

    def _linked(self) -> list[tuple[Work, Work]]:
        return [(event.row.work, report) for event, report in self.begun if event.row.work] + self.links

    def _activities(self) -> None:
        for event in self.events:
            event.row = Activity(
                unit=event.unit,
                kind=event.kind,
                title=event.title,
                place=event.place,
                starts=event.starts,
                ends=event.ends,
                day=clock.business_date(event.starts),
                state=event.state,
                is_party=event.is_party,
                is_duty=event.is_duty,
                emphases=event.kind.emphases,
                topic=event.topic,
                outcome=event.outcome,
                leave_until=leave_deadline(event.starts, event.kind.leave_hours),
                entered_by_name=self.office.name,
            )
        Activity.objects.bulk_create([event.row for event in self.events], batch_size=CHUNK)
        for event in self.events:
            event.row.work = self._work_of(event)
        works = [event.row.work for event in self.events if event.row.work]
        Work.objects.bulk_create(works, batch_size=CHUNK)
        for event in self.events:
            event.row.work_id = event.row.work.pk if event.row.work else None
        Activity.objects.bulk_update([event.row for event in self.events], ["work"], batch_size=300)

    def _work_of(self, event: Event) -> Work:
        return Work(
            committee_id=self.committees[event.unit.pk],
            unit=event.unit,
            kind=event.kind.code,
            title=event.title,
            day=event.row.day,
            page_kind="activity",
            page_id=event.row.pk,
        )

    def _sessions(self) -> None:
        for event in self.events:
            halves = split(event.starts, event.ends, event.kind.half_days)
            event.sessions = [
                Session(activity=event.row, order=number, name=name, starts=start, ends=end)
                for number, (name, start, end) in enumerate(halves, 1)
            ]
        Session.objects.bulk_create([s for event in self.events for s in event.sessions], batch_size=CHUNK)
        Invitation.objects.bulk_create(
            [self._invitation(event, person) for event in self.events for person in event.people], batch_size=CHUNK
        )

    def _invitation(self, event: Event, person: int) -> Invitation:
        mark = event.marks.get((1, person), "")
        answer = Answer.OPEN if not mark else Answer.LEAVE if mark == Outcome.EXCUSED else Answer.COMING
        return Invitation(activity=event.row, person_id=person, answer=answer)

    def _attendance(self, event: Event) -> list[Draft]:
        if event.state != State.HELD:
            return []
        drafts = [booking.held_draft(event.row)]
        for session in event.sessions:
            drafts += [
                booking.attendance_draft(event.row, session, person, event.marks[(session.order, person)])
                for person in event.people
            ]
        return drafts

    def arrivals(self) -> None:
        """How those came who checked in at the larger meetings."""
        rows = [
            Arrival(
                session=session,
                person_id=person,
                way=Way.DOOR if person % 3 else Way.CLERK,
                arrived_at=session.starts
                + dt.timedelta(minutes=_minutes(event.marks[(session.order, person)], person)),
                booked_at=session.starts,
                by_name=self.office.name,
                key=f"{session.pk}:{person}",
            )
            for event in self.events
            if event.kind.code == "plenary" and event.state == State.HELD
            for session in event.sessions
            for person in event.people
            if event.marks[(session.order, person)] in CAME
        ]
        Arrival.objects.bulk_create(rows, batch_size=CHUNK)

    def _book(self, drafts: list[Draft]) -> None:
        """Rows as they would have been booked the day after, numbered per committee in the order of days."""
        heads: dict[int, int] = {}
        rows: list[DutyRecord] = []
        for draft in drafts:
            committee = draft.committee_id or self.committees[draft.unit_id]
            heads[committee] = heads.get(committee, 0) + 1
            made = ledger.row(draft, committee, heads[committee], self.office)
            made.booked_at = dt.datetime.combine(draft.day, dt.time(17, 30), clock.SHANGHAI)
            made.booked_on = draft.day
            rows.append(made)
        ledger.insert(rows)
        LedgerHead.objects.bulk_create([LedgerHead(committee_id=one, seq=last) for one, last in heads.items()])


def _minutes(outcome: str, person: int) -> int:
    """Minutes after the start at which somebody with this outcome arrived."""
    return 12 + person % 20 if outcome == Outcome.LATE else -20 + person % 18
