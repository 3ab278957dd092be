"""What pages put together from questions: the month, a list, one activity, the page to write on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from touyan.activities import selectors, services, tasks, tokens
from touyan.activities.forms import MARKS, PlanForm, RecordForm
from touyan.activities.models import Activity, ActivityKind, Invitation, Leave, Venue
from touyan.activities.rules import State, Via
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.core.rooms import collect
from touyan.core.words import date_words
from touyan.duties import selectors as duties
from touyan.duties.words import Outcome
from touyan.members.models import Member, Sector
from touyan.organizations import policy
from touyan.organizations.models import Membership, Person, Post, Unit, holding
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Title
from touyan.planning.models import Task


@dataclass(frozen=True)
class Asked:
    """Filters of the list; what cannot be read is left out."""

    unit: int | None = None
    kind: str = ""
    year: int | None = None
    counts: str = ""
    state: str = ""
    emphasis: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """The filters of a query string."""
        numbers = {n: int(v) if (v := query.get(n, "")).isdigit() and len(v) < 10 else None for n in ("unit", "year")}
        texts = {n: query.get(n, "")[:40] for n in ("kind", "counts", "state", "emphasis")}
        return cls(unit=numbers["unit"], year=numbers["year"], **texts)


COUNTS: dict[str, dict[str, bool]] = {
    "both": {"is_party": True, "is_duty": True},
    "party": {"is_party": True, "is_duty": False},
    "duty": {"is_party": False, "is_duty": True},
}


def found(actor: Actor, asked: Asked) -> QuerySet[Activity]:
    """Activities that fit, newest first."""
    rows = selectors.activities(actor)
    if asked.unit:
        rows = rows.filter(unit_id__in=_below(asked.unit))
    if asked.kind:
        rows = rows.filter(kind__code=asked.kind)
    if asked.year:
        rows = rows.filter(day__range=duties.year_span(max(1950, min(asked.year, 2200))))
    if asked.counts in COUNTS:
        rows = rows.filter(**COUNTS[asked.counts])
    if asked.state in State.values:
        rows = rows.filter(state=asked.state)
    return rows


def _below(unit_id: int) -> Any:
    from touyan.organizations.models import Closure

    return Closure.objects.filter(ancestor_id=unit_id).values("descendant_id")


def choices(actor: Actor, asked: Asked) -> dict[str, Any]:
    """What the filters offer."""
    units = Unit.objects.visible_to(actor, "activity.view").order_by("order", "code")
    return {"units": units, "kinds": selectors.kinds(), "years": range(clock.today().year, clock.today().year - 5, -1)}


def page(actor: Actor, activity: Activity) -> dict[str, Any]:
    """Everything the page of one activity shows to this reader."""
    invitation = selectors.own_invitation(actor, activity)
    names = policy.can(actor, "activity.names", activity.unit_id)
    only = None if names else (actor.person_id or 0)
    halves = selectors.attendance(activity, person_id=only)
    now = clock.now()
    before, after = duties.work_links(activity.work) if activity.work else ([], [])
    leave = (
        next((one for one in invitation.leaves.all() if one.state in ("asked", "granted", "refused")), None)
        if invitation
        else None
    )
    return {
        "activity": activity,
        "halves": halves,
        "names": names,
        "sums": _sums(halves) if names else [],
        "invitation": invitation,
        "leave": leave,
        "own_token": tokens.person_token(activity.pk, actor.person_id) if invitation and actor.person_id else "",
        "open_doors": [s for s in selectors.doors_open(actor, now) if s.activity_id == activity.pk],
        "arrived": any(p.arrival and p.person.pk == actor.person_id for half in halves for p in half.places),
        "began": now >= activity.starts,
        "may_leave": bool(activity.leave_until and now <= activity.leave_until),
        "plans": policy.can(actor, "activity.plan", activity.unit_id),
        "records": policy.can(actor, "activity.record", activity.unit_id),
        "prints": names and policy.can(actor, "document.write", activity.unit_id),
        "results": list(activity.results.all()),
        "led_here": before,
        "led_to": after,
        "beside": beside(actor, activity),
    }


def beside(actor: Actor, activity: Activity) -> list[tuple[str, dict[str, Any]]]:
    """(template, context) of what rooms above put beside an activity: `activity_page(actor, activity)` in their `beside.py`."""
    found = [make(actor, activity) for _room, make in collect("beside", "activity_page")]
    return [(template, context) for template, context in found if template]


def _sums(halves: list[selectors.Attendance]) -> list[tuple[str, int]]:
    totals: dict[str, int] = {}
    for half in halves:
        for place in half.places:
            totals[place.state] = totals.get(place.state, 0) + 1
    order = [*Outcome.values, "coming", "leave_asked", "open"]
    words = {**{code: str(label) for code, label in Outcome.choices}, **UNBOOKED}
    return [(str(words[code]), totals[code]) for code in order if code in totals]


UNBOOKED = {"coming": _l("已答复参加"), "leave_asked": _l("请假待批"), "open": _l("未答复")}


@dataclass(frozen=True)
class Writing:
    """The page to write on: the unit, who belongs to it, what it usually does, what its plan asks for."""

    unit: Unit
    units: list[Unit]
    people: list[Person]
    kinds: list[ActivityKind]
    tasks: list[Task]
    places: list[str]
    venues: list[Venue]
    day: dt.date
    now: dt.datetime

    def initial(self, task: str) -> dict[str, Any]:
        """What stands on the page before anything is typed."""
        chosen = next((t for t in self.tasks if str(t.pk) == task), None)
        begun = (self.now - dt.timedelta(hours=1)).replace(minute=0 if self.now.minute < 30 else 30)
        return {
            "task": str(chosen.pk) if chosen else "",
            "day": self.day,
            "time": begun.time() if self.day == self.now.date() else dt.time(14, 30),
            "place": self.places[0] if self.places else "",
            "counts": "",
        }


def writing(actor: Actor, unit: str, day: str) -> Writing | None:
    """The page for the unit asked for, else the actor's own; None when there is no unit to write for."""
    now = clock.now().astimezone(clock.SHANGHAI)
    try:
        chosen_day = min(dt.date.fromisoformat(day), now.date())
    except ValueError:
        chosen_day = now.date()
    units = list(selectors.units_to_write(actor, chosen_day))
    if not units:
        return None
    chosen = next((one for one in units if str(one.pk) == unit), units[0])
    return Writing(
        unit=chosen,
        units=units,
        people=list(selectors.roster(chosen, chosen_day)),
        kinds=list(selectors.kinds()),
        tasks=tasks.open_tasks(actor, chosen, chosen_day),
        places=selectors.usual_places(chosen),
        venues=list(Venue.objects.visible_to(actor, "venue.view").filter(active=True)[:60]),  # type: ignore[arg-type]
        day=chosen_day,
        now=now,
    )


def rows(form: RecordForm) -> list[dict[str, Any]]:
    """One line per person of the roster, with the mark that stands: present unless changed."""
    marks = form.marks() if form.is_bound else {}
    return [
        {
            "person": person,
            "marks": [
                {"code": mark.value, "label": mark.label, "on": marks.get(person.pk, Outcome.PRESENT) == mark}
                for mark in MARKS
            ],
        }
        for person in form.people
    ]


def plan_initial() -> dict[str, Any]:
    """A week from now, in the afternoon."""
    day = clock.today() + dt.timedelta(days=7)
    return {
        "starts": dt.datetime.combine(day, dt.time(14, 30), clock.SHANGHAI),
        "ends": dt.datetime.combine(day, dt.time(16, 30), clock.SHANGHAI),
        "counts": "",
    }


def plan(actor: Actor, form: PlanForm) -> list[Activity]:
    """One activity or those of a series in the order of days, with the own unit invited if wished."""
    planned, data = form.planned(), form.cleaned_data
    if data["rhythm"]:
        series = services.series_plan(
            actor=actor, planned=planned, rhythm=data["rhythm"], last=data["last"], skip=data["skip"]
        )
        made = list(series.activities.select_related("unit", "kind").order_by("starts"))
        if not made:
            raise Refused(_("这样安排一次也没有。"), possible=_("请检查日期和跳过的日期。"))
    else:
        made = [services.activity_plan(actor=actor, planned=planned)]
    if data["invite"]:
        for activity in made:
            services.activity_invite(actor=actor, activity=activity, units=[planned.unit])
    return made


def planned_words(made: list[Activity]) -> str:
    """What is said after planning: the name, and of a series how often and until when."""
    if len(made) == 1:
        return _("已安排“%(title)s”。") % {"title": made[0].title}
    told = {"title": made[0].title, "n": len(made), "last": date_words(made[-1].day)}
    return _("已安排“%(title)s”共 %(n)s 次，到 %(last)s 为止；每一次都可以单独修改或取消。") % told


def invite_choices(actor: Actor, activity: Activity) -> dict[str, list[tuple[str, str]]]:
    """Units the actor may ask, sectors, and posts."""
    units = Unit.objects.visible_to(actor, "activity.plan").open_on(activity.day).order_by("order", "code")  # type: ignore[attr-defined]
    return {
        "units": [(str(unit.pk), unit.name) for unit in units],
        "sectors": [(str(sector.pk), sector.name) for sector in Sector.objects.filter(holding(activity.day))],
        "titles": [(code, str(label)) for code, label in Title.choices],
    }


def invite(actor: Actor, activity: Activity, data: Mapping[str, Any]) -> int:
    """Everyone who fits is invited; names that are not in the roster stop it, all named at once."""
    reach = _reach(actor, activity)
    named = _named(data.get("names", ""), reach)
    units = Unit.objects.visible_to(actor, "activity.plan").filter(pk__in=data.get("units", []))
    added = services.activity_invite(actor=actor, activity=activity, units=list(units), people=named, via=Via.NAME)  # type: ignore[arg-type]
    sectors = Member.objects.filter(holding(activity.day), sector_id__in=data.get("sectors", []), person__in=reach)
    added += services.activity_invite(
        actor=actor, activity=activity, people=sectors.values_list("person_id", flat=True), via=Via.SECTOR
    )
    posts = Post.objects.filter(holding(activity.day), title__in=data.get("titles", []), person__in=reach)
    return added + services.activity_invite(
        actor=actor, activity=activity, people=posts.values_list("person_id", flat=True), via=Via.ROLE
    )


def _reach(actor: Actor, activity: Activity) -> QuerySet[Person]:
    """People of the units whom the actor may ask, and of the activity's whole committee."""
    units = policy.units(actor, "activity.plan")
    belongs = Membership.objects.filter(holding(activity.day), unit_id__in=units)
    committee = Membership.objects.filter(
        holding(activity.day), unit_id=activity.work.committee_id if activity.work else 0
    )
    return Person.objects.filter(pk__in=belongs.values("person_id")) | Person.objects.filter(
        pk__in=committee.values("person_id")
    )


def _named(text: str, reach: QuerySet[Person]) -> list[int]:
    words = [word for word in text.replace("、", " ").replace("，", " ").replace(",", " ").split() if word]
    rows: dict[str, list[int]] = {}
    for name, pk in reach.filter(name__in=words).values_list("name", "pk"):
        rows.setdefault(name, []).append(pk)
    problems = [word for word in words if word not in rows]
    double = [word for word in words if len(set(rows.get(word, []))) > 1]
    if problems:
        raise Refused(
            _("名册中没有：%(names)s。") % {"names": "、".join(problems[:10])}, possible=_("请检查姓名用字。")
        )
    if double:
        raise Refused(_("有同名的人：%(names)s。") % {"names": "、".join(double[:10])}, possible=_("请按单位邀请。"))
    return [rows[word][0] for word in words]


def invitation_get(actor: Actor, pk: int, person_id: int) -> Invitation:
    """One invitation of an activity that the actor keeps."""
    activity = selectors.activity_get(actor, pk, "activity.plan")
    rows = Invitation.objects.select_related("activity__unit")
    invitation = rows.filter(activity=activity, person_id=person_id).first()
    if invitation is None:
        raise Refused(_("此人不在邀请名单中。"), status=404)
    return invitation


def leave_own(actor: Actor, pk: int) -> Leave:
    """The actor's own request; 404 otherwise."""
    rows = Leave.objects.filter(invitation__person_id=actor.person_id).select_related("invitation__activity__unit")
    leave = rows.filter(pk=pk).first() if actor.person_id else None
    if leave is None:
        raise Refused(_("没有这份请假。"), status=404)
    return leave


def leave_get(actor: Actor, pk: int) -> Leave:
    """A request that the actor may decide; 404 otherwise."""
    rows = Leave.objects.filter(invitation__activity__unit_id__in=policy.units(actor, "leave.decide"))
    leave = rows.filter(pk=pk).first()
    if leave is None:
        raise Refused(_("没有这份请假。"), status=404)
    return leave
