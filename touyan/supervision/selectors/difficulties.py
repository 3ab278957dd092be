"""Questions about guidance, difficulties and ratings."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.models import Closure, Person, Post, Unit, holding
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind, Level, Line, Title
from touyan.planning.models import Task
from touyan.planning.rules import OPEN, TaskState
from touyan.supervision.models import Difficulty, Guidance, Meeting, RatingRound, RatingTicket
from touyan.supervision.rules import DifficultyState, Rated, releasable

LEADING = [Title.CHAIR, Title.VICE_CHAIR, Title.GROUP_SECRETARY, Title.GROUP_MEMBER]
GUIDED = [Kind.PARTY_SUBGROUP, Kind.OFFICE_PARTY_GROUP, Kind.TEMPORARY_BRANCH, Kind.OFFICE_BRANCH, Kind.COMMITTEE]


def leads(leader: Person, unit: Unit, day: dt.date) -> bool:
    """Whether `leader` holds a leading post on `day` in a unit above `unit`."""
    above = Closure.objects.filter(descendant=unit, depth__gt=0).values("ancestor_id")
    return Post.objects.filter(holding(day), person=leader, unit__in=above, title__in=LEADING).exists()


def leaders_for(actor: Actor) -> QuerySet[Person]:
    """Leaders that the actor may assign."""
    units = policy.units(actor, "guidance.assign")
    above = Closure.objects.filter(descendant__in=units).values("ancestor_id")
    posts = Post.objects.filter(holding(clock.today()), unit__in=above, title__in=LEADING).values("person_id")
    return Person.objects.filter(pk__in=posts).order_by("sort_stroke", "pk")


def guide_of(unit: Unit, day: dt.date) -> Person | None:
    """The leader who guides `unit` on `day`; where nobody does, whoever guides the nearest unit above."""
    up = Closure.objects.filter(descendant=unit).values_list("ancestor_id", "depth")
    depth: dict[int, int] = {}
    for ancestor, steps in up:
        depth[ancestor] = min(steps, depth.get(ancestor, steps))
    rows = Guidance.objects.filter(holding(day), unit__in=depth).select_related("leader")
    nearest = sorted(rows, key=lambda row: (depth[row.unit_id], row.pk))
    return nearest[0].leader if nearest else None


def guided_under(committee: Unit, day: dt.date) -> list[Guidance]:
    """Who guides whom below `committee` on `day`."""
    below = Closure.objects.filter(ancestor=committee).values("descendant_id")
    rows = Guidance.objects.filter(holding(day), unit__in=below).select_related("unit", "leader")
    return list(rows.order_by("unit__order", "pk"))


def guidance_page(actor: Actor) -> dict[str, Any]:
    """Every leader with the units guided, and what each did about it this year: one post, two duties."""
    today = clock.today()
    seen = Q(unit__in=policy.units(actor, "guidance.view"))
    if actor.person_id:
        seen |= Q(leader_id=actor.person_id)
    rows = list(
        Guidance.objects.filter(holding(today))
        .filter(seen)
        .select_related("leader", "unit")
        .order_by("unit__order", "pk")
    )
    ids = [row.unit_id for row in rows]
    tasks = _task_counts(ids, today)
    troubles = _difficulty_counts(ids, today)
    meetings = dict(
        Meeting.objects.filter(day__year=today.year, units__in=ids, leader__isnull=False)
        .values_list("leader_id")
        .annotate(n=Count("pk", distinct=True))
    )
    leaders: dict[int, dict[str, Any]] = {}
    for row in rows:
        found = leaders.setdefault(
            row.leader_id,
            {
                "leader": row.leader,
                "units": [],
                "meetings": meetings.get(row.leader_id, 0),
                "late": 0,
                "waiting": 0,
                "old": 0,
            },
        )
        counts, trouble = tasks.get(row.unit_id, {}), troubles.get(row.unit_id, {})
        found["units"].append({"unit": row.unit, "since": row.start, "tasks": counts, "trouble": trouble})
        found["late"] += counts.get("late", 0)
        found["waiting"] += trouble.get("waiting", 0)
        found["old"] += trouble.get("old", 0)
    guided = set(ids)
    bare = Unit.objects.visible_to(actor, "guidance.assign").open_on(today).filter(kind__in=GUIDED)  # type: ignore[attr-defined]
    bare = bare.exclude(pk__in=guided).filter(closure_up__depth__gt=0).distinct().order_by("order", "code")
    return {
        "leaders": sorted(leaders.values(), key=lambda one: one["leader"].sort_stroke),
        "mine": leaders.get(actor.person_id or 0),
        "bare": list(bare[:60]),
        "may_assign": actor.may("guidance.assign"),
        "today": today,
    }


def _task_counts(ids: list[int], today: dt.date) -> dict[int, dict[str, int]]:
    rows = (
        Task.objects.filter(unit__in=ids, due__year=today.year)
        .exclude(state=TaskState.CANCELLED)
        .order_by()
        .values("unit_id")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state=TaskState.DONE)),
            late=Count("pk", filter=Q(state__in=OPEN, due__lt=today)),
        )
    )
    return {row["unit_id"]: row for row in rows}


def _difficulty_counts(ids: list[int], today: dt.date) -> dict[int, dict[str, int]]:
    rows = (
        Difficulty.objects.filter(unit__in=ids)
        .order_by()
        .values("unit_id")
        .annotate(
            waiting=Count("pk", filter=Q(state=DifficultyState.RAISED)),
            old=Count("pk", filter=Q(state=DifficultyState.RAISED, due__lt=today)),
            answered=Count("pk", filter=Q(answered_on__year=today.year)),
        )
    )
    return {row["unit_id"]: row for row in rows}


def difficulty_list(actor: Actor, *, which: str, line: str = "", level: str = "", unit: str = "") -> dict[str, Any]:
    """Difficulties that wait, oldest deadline first; or all of this year; of one unit, a line or a level when asked so."""
    today = clock.today()
    seen = Difficulty.objects.visible_to(actor).select_related("unit", "leader")
    if line in Line.values:
        seen = seen.filter(unit__line=line)
    if level in Level.values:
        seen = seen.filter(unit__level=level)
    one = Unit.objects.visible_to(actor).filter(pk=int(unit)).first() if unit.isdigit() and len(unit) < 10 else None
    if one is not None:
        seen = seen.filter(unit=one)
    waiting = seen.filter(state=DifficultyState.RAISED)
    rows = {
        "": waiting.order_by("due", "pk"),
        "mine": waiting.filter(leader_id=actor.person_id or 0).order_by("due", "pk"),
        "old": waiting.filter(due__lt=today).order_by("due", "pk"),
        "solved": seen.filter(state=DifficultyState.SOLVED, solved_on__year=today.year).order_by("-solved_on", "pk"),
        "answered": seen.filter(state=DifficultyState.ANSWERED).order_by("-answered_on", "pk"),
        "all": seen.filter(raised_on__year=today.year).order_by("-raised_on", "pk"),
    }
    return {
        "rows": rows.get(which, rows[""])[:200],
        "which": which if which in rows else "",
        "within": _("，").join(
            str(words[one]) for words, one in ((dict(Line.choices), line), (dict(Level.choices), level)) if one in words
        ),
        "of": one,
        "waiting": waiting.count(),
        "old": waiting.filter(due__lt=today).count(),
        "may_raise": actor.may("difficulty.raise"),
        "today": today,
    }


def difficulty_get(actor: Actor, pk: int) -> Difficulty:
    row = Difficulty.objects.visible_to(actor).select_related("unit", "leader").filter(pk=pk).first()
    if row is None:
        raise Refused(_("没有这件困难。"), status=404)
    return row


def difficulty_locked(actor: Actor, pk: int) -> Difficulty:
    rows = Difficulty.objects.select_for_update(of=("self",)).visible_to(actor)  # type: ignore[attr-defined]
    row = rows.select_related("unit", "leader").filter(pk=pk).first()
    if row is None:
        raise Refused(_("没有这件困难。"), status=404)
    return row


def difficulty_desk(actor: Actor, row: Difficulty) -> dict[str, Any]:
    """What a difficulty's page shows and which steps this reader can take."""
    raised = policy.can(actor, "difficulty.raise", row.unit)
    parents = Closure.objects.filter(descendant=row.unit, depth=1).values_list("ancestor_id", flat=True)
    above = set(parents) & set(policy.units(actor, "difficulty.answer"))
    own = bool(actor.person_id) and actor.person_id == row.leader_id
    return {
        "row": row,
        "steps": row.steps.all(),
        "may_answer": row.state == DifficultyState.RAISED and (own or bool(above)),
        "may_settle": row.state == DifficultyState.ANSWERED and raised,
        "may_withdraw": row.state in (DifficultyState.RAISED, DifficultyState.ANSWERED) and raised,
        "for_leader": bool(above) and not own,
        "today": clock.today(),
    }


def raising_units(actor: Actor) -> QuerySet[Unit]:
    """Units for which the actor may raise a difficulty."""
    return Unit.objects.visible_to(actor, "difficulty.raise").open_on(clock.today()).order_by("order", "code")  # type: ignore[attr-defined]


def served(actor: Actor) -> list[int]:
    """Units that the actor serves directly. Nobody rates for a unit further below: that would be somebody else's voice."""
    roles = policy.permits()["rating.give"].roles
    return [held.unit_id for held in actor.held if held.role in roles]


def ticket_locked(actor: Actor, pk: int) -> RatingTicket:
    units = served(actor)
    rows = RatingTicket.objects.select_for_update(of=("self",)).filter(pk=pk, unit__in=units)
    row = rows.select_related("round", "unit").first()
    if row is None:
        raise Refused(_("没有这张评价表。"), status=404)
    return row


def my_tickets(actor: Actor) -> QuerySet[RatingTicket]:
    """Ratings that wait for the actor's units."""
    today = clock.today()
    rows = RatingTicket.objects.filter(unit__in=served(actor), used=False)
    return rows.filter(round__opens__lte=today, round__closes__gte=today).select_related("round", "unit", "leader")


def rating_result(row: RatingRound) -> dict[str, Any]:
    """The one report of a round: leaders above the thresholds, and the sum of all when nobody is found by difference.

    Averages are hundredths, with their n; below the thresholds nothing is said but that it is too few.
    """
    asked: dict[int, int] = defaultdict(int)
    names: dict[int, str] = {}
    for ticket in row.tickets.select_related("leader"):
        asked[ticket.leader_id] += 1
        names[ticket.leader_id] = ticket.leader.name
    marks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for leader_id, timely, useful in row.marks.values_list("leader_id", "timely", "useful"):
        marks[leader_id].append((timely, useful))
    groups = [
        Rated(key, asked[key], tuple(t for t, _u in marks[key]), tuple(u for _t, u in marks[key])) for key in asked
    ]
    shown, total = releasable(groups)
    lines = [
        {
            "leader": names[g.key],
            "asked": g.asked,
            "given": len(g.timely),
            **_means([*zip(g.timely, g.useful, strict=True)]),
        }
        if g.key in shown
        else {"leader": names[g.key], "asked": g.asked, "given": None}
        for g in groups
    ]
    every = [pair for g in groups for pair in zip(g.timely, g.useful, strict=True)]
    return {"lines": lines, "total": {"given": len(every), **_means(every)} if total else None}


def _means(pairs: list[tuple[int, int]]) -> dict[str, int]:
    n = len(pairs)
    return {
        "timely": (200 * sum(t for t, _u in pairs) + n) // (2 * n),
        "useful": (200 * sum(u for _t, u in pairs) + n) // (2 * n),
    }


def rating_page(actor: Actor) -> dict[str, Any]:
    """Rounds with their one result, and what waits for the actor."""
    above = policy.units(actor, "rating.view")
    roots = policy.above(actor)
    rounds = RatingRound.objects.filter(Q(committee__in=above) | Q(committee__in=roots)).distinct()
    rounds = rounds.annotate(asked=Count("tickets"), given=Count("tickets", filter=Q(tickets__used=True)))
    return {
        "rounds": rounds,
        "tickets": my_tickets(actor),
        "committees": Unit.objects.visible_to(actor, "rating.open").filter(kind=Kind.COMMITTEE).order_by("order"),
        "today": clock.today(),
    }


def ticket_get(actor: Actor, pk: int) -> RatingTicket:
    row = my_tickets(actor).filter(pk=pk).first()
    if row is None:
        raise Refused(_("没有这张评价表。"), status=404)
    return row


def assignable_units(actor: Actor) -> QuerySet[Unit]:
    """Units to which the actor may assign a leader."""
    rows = Unit.objects.visible_to(actor, "guidance.assign").open_on(clock.today()).filter(kind__in=GUIDED)  # type: ignore[attr-defined]
    return rows.order_by("order", "code")


def committees(actor: Actor) -> QuerySet[Unit]:
    """Committees for which the actor may organise checks and ratings."""
    return Unit.objects.visible_to(actor, "check.write").filter(kind=Kind.COMMITTEE).order_by("order", "code")  # type: ignore[return-value]
