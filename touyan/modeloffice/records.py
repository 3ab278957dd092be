"""What other rooms and this one know of a set of units between two days, as facts. At most one query per kind of record.

Nothing is copied: every fact opens to the record it was read from. Facts are about units; no person is named in any.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from touyan.activities.models import Activity
from touyan.activities.rules import Group
from touyan.activities.rules import State as ActivityState
from touyan.duties.models import WorkLink
from touyan.learning.models import Lesson
from touyan.modeloffice.models import Benchmark, Caution, Major, RiskPoint, RiskReview, Visit
from touyan.modeloffice.rules import BenchmarkState, Fact, MajorState
from touyan.planning.models import Proof, Task
from touyan.planning.rules import TaskState
from touyan.planning.services.given import MATTERS

PARTY_LIFE = frozenset(
    {
        "theme_party_day",
        "branch_meeting",
        "committee_meeting",
        "group_meeting",
        "party_lesson",
        "organisation_life",
        "member_appraisal",
        "heart_talk",
    }
)
STUDIES = ("theory_study", "study", "party_lesson")
INTEGRITY_LESSON = "integrity_lesson"


class Records:
    """Records of `units` from `start` to `end`, each kind fetched when it is first asked for."""

    def __init__(self, units: Collection[int], start: dt.date, end: dt.date) -> None:
        self.units, self.start, self.end = list(units), start, end
        self.window = (start, end)

    @cached_property
    def tasks(self) -> list[Any]:
        shown = Proof.objects.filter(task_id=OuterRef("pk"), withdrawn=False).exclude(record_kind="note")
        rows = Task.objects.filter(unit_id__in=self.units, due__range=self.window).exclude(state=TaskState.CANCELLED)
        return list(rows.annotate(here=Exists(shown)).select_related("action").order_by("due", "pk"))

    @cached_property
    def activities(self) -> list[Any]:
        led = WorkLink.objects.filter(source_id=OuterRef("work_id"))
        rows = Activity.objects.filter(unit_id__in=self.units, day__range=self.window, state=ActivityState.HELD)
        return list(rows.annotate(led=Exists(led)).select_related("kind").order_by("day", "pk"))

    @cached_property
    def sessions(self) -> list[Any]:
        rows = Lesson.objects.filter(programme__unit_id__in=self.units, activity__day__range=self.window)
        rows = rows.exclude(activity__state=ActivityState.CANCELLED)
        return list(rows.select_related("activity", "programme").order_by("activity__day", "pk"))

    @cached_property
    def majors(self) -> list[Any]:
        mine = Q(unit_id__in=self.units) | Q(helpers__in=self.units)
        rows = Major.objects.filter(mine, due__range=self.window).exclude(state=MajorState.WITHDRAWN).distinct()
        return list(rows.prefetch_related("helpers").order_by("due", "pk"))

    def _task(self, task: Any, ok: bool) -> Fact:
        return Fact(task.unit_id, task.due, ok, str(task), reverse("task_page", args=[task.pk]))

    def _activity(self, one: Any, ok: bool, unit_id: int | None = None) -> Fact:
        url = reverse("activity_page", args=[one.pk])
        return Fact(unit_id or one.unit_id, one.day, ok, one.title, url)

    def _major(self, one: Any, unit_id: int) -> Fact:
        return Fact(unit_id, one.due, one.in_time, str(one), reverse("major_page", args=[one.pk]))

    def party_life(self) -> list[Fact]:
        """Tasks of organisational life."""
        return [self._task(t, t.state == TaskState.DONE) for t in self.tasks if t.action.record_code in PARTY_LIFE]

    def study(self) -> list[Fact]:
        """Studies and Party lessons that took place."""
        return [self._activity(a, True) for a in self.activities if a.kind.code in STUDIES]

    def reporting(self) -> list[Fact]:
        """Major matters of the unit, and matters it was given to carry out."""
        own = [self._major(one, one.unit_id) for one in self.majors if one.unit_id in self.units]
        given = [t for t in self.tasks if t.action.code.startswith(MATTERS)]
        return own + [self._task(t, _in_time(t)) for t in given]

    def joint(self) -> list[Fact]:
        """Major matters that units carried together, for each of them."""
        found = []
        for one in self.majors:
            helpers = [unit.pk for unit in one.helpers.all()]
            found += [self._major(one, pk) for pk in {one.unit_id, *helpers} if helpers]
        return found

    def care(self) -> list[Fact]:
        """Days of care, without anybody's name."""
        url = reverse("visit_list")
        rows = Visit.objects.filter(unit_id__in=self.units, day__range=self.window)
        return [Fact(v.unit_id, v.day, True, v.get_kind_display(), f"{url}?unit={v.unit_id}") for v in rows]

    def lessons(self) -> list[Fact]:
        """Sessions of programmes, held or not."""
        return [
            self._activity(s.activity, s.activity.state == ActivityState.HELD, s.programme.unit_id)
            for s in self.sessions
        ]

    def carriers(self) -> list[Fact]:
        """Sessions of programmes that took place."""
        return [fact for fact in self.lessons() if fact.ok]

    def applied(self) -> list[Fact]:
        """Studies, and whether work came of them."""
        wanted = (*STUDIES, "research_visit")
        return [self._activity(a, a.led) for a in self.activities if a.kind.code in wanted]

    def owned(self) -> list[Fact]:
        """Tasks with a responsible person who has taken them."""
        waiting = (TaskState.ISSUED, TaskState.ASKED)
        return [self._task(t, t.responsible_id is not None and t.state not in waiting) for t in self.tasks]

    def carried(self) -> list[Fact]:
        """Tasks, done or not."""
        return [self._task(t, t.state == TaskState.DONE) for t in self.tasks]

    def in_time(self) -> list[Fact]:
        """Tasks that are done, in time or late."""
        return [self._task(t, _in_time(t)) for t in self.tasks if t.state == TaskState.DONE]

    def here(self) -> list[Fact]:
        """Tasks that are done, shown by a record kept here or only explained."""
        return [self._task(t, t.here) for t in self.tasks if t.state == TaskState.DONE]

    def benchmarks(self) -> list[Fact]:
        """What was to be done after looking at others."""
        rows = Benchmark.objects.filter(unit_id__in=self.units, due__range=self.window)
        rows = rows.exclude(state=BenchmarkState.DROPPED)
        return [
            Fact(b.unit_id, b.due, b.state == BenchmarkState.DONE, str(b), reverse("benchmark_page", args=[b.pk]))  # type: ignore[attr-defined]
            for b in rows
        ]

    def fused(self) -> list[Fact]:
        """Activities that may join Party building and duty performance, and whether they did."""
        fixed = (Group.PARTY, Group.STUDY, Group.MEETING)
        free = [a for a in self.activities if a.kind.group not in fixed or a.kind.code == "theme_party_day"]
        return [self._activity(a, a.is_party and a.is_duty) for a in free]

    def risks(self) -> list[Fact]:
        """Reviews of risk points: those done, and those still open."""
        done = RiskReview.objects.filter(point__unit_id__in=self.units, due__range=self.window).select_related("point")
        open_ = RiskPoint.objects.filter(unit_id__in=self.units, due__range=self.window, closed_on__isnull=True)
        facts = [Fact(r.point.unit_id, r.due, r.day <= r.due, str(r.point), _point(r.point_id)) for r in done]  # type: ignore[arg-type]
        return facts + [Fact(p.unit_id, p.due, False, str(p), _point(p.pk)) for p in open_]  # type: ignore[attr-defined]

    def cautions(self) -> list[Fact]:
        """Reminders that were due, and lessons on integrity."""
        url = reverse("caution_list")
        rows = Caution.objects.filter(unit_id__in=self.units, due__range=self.window)
        facts = [Fact(c.unit_id, c.due, c.given_on is not None, str(c), f"{url}?unit={c.unit_id}") for c in rows]  # type: ignore[attr-defined]
        return facts + [self._activity(a, True) for a in self.activities if a.kind.code == INTEGRITY_LESSON]

    def of(self, reader: str) -> list[Fact]:
        """The facts of a reader by its name."""
        found: Callable[[], list[Fact]] = getattr(self, reader)
        return found()


def _in_time(task: Any) -> bool:
    return task.state == TaskState.DONE and task.done_on is not None and task.done_on <= task.due


def _point(pk: int) -> str:
    return reverse("risk_page", args=[pk])
