"""As many committees as asked for, each with a secretary, and a plan of as many actions: for the benchmark and the deep test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from touyan.organizations.models import Account, Closure, Grant, Person, Post, Unit
from touyan.organizations.policy import Actor, actor_of
from touyan.organizations.rules import Kind, Level, Line, Role, Title
from touyan.planning import services
from touyan.planning.models import Issue, Plan, PlanAction

DAY = dt.date(2022, 4, 1)


@dataclass(frozen=True)
class Nation:
    """Who issues what to whom."""

    actor: Actor
    plan: Plan
    ids: list[int]


def build(*, units: int, actions: int) -> Nation:
    """One committee above, `units` below it, a plan of `actions` half monthly, half yearly."""
    root = Unit.objects.create(code="N", name="全国", short="全国", kind=Kind.COMMITTEE, line=Line.TERRITORY, level=Level.CITY, start=DAY)  # fmt: skip
    rows = [
        Unit(code=f"N{n}", name=f"第{n}政协", short=f"{n}", kind=Kind.COMMITTEE, line=Line.TERRITORY, level=Level.DISTRICT, start=DAY, order=n)
        for n in range(1, units + 1)
    ]  # fmt: skip
    Unit.objects.bulk_create(rows, batch_size=500)
    people = Person.objects.bulk_create([Person(name=f"书记{n}") for n in range(units)], batch_size=500)
    Post.objects.bulk_create(
        [Post(unit=u, person=p, title=Title.SECRETARY, start=DAY) for u, p in zip(rows, people, strict=True)], batch_size=500
    )  # fmt: skip
    pairs = [(root.pk, root.pk, 0)] + [pair for u in rows for pair in ((root.pk, u.pk, 1), (u.pk, u.pk, 0))]
    Closure.objects.bulk_create(
        [Closure(line=Line.TERRITORY, ancestor_id=a, descendant_id=d, depth=depth) for a, d, depth in pairs], batch_size=1000
    )  # fmt: skip
    account = Account.objects.create_user("nation", None)
    Grant.objects.create(account=account, role=Role.CITY_STAFF, unit=root, start=DAY)
    actor = actor_of(account)
    plan = services.plan_draft(actor=actor, unit=root, year=2026, title="全国计划")
    PlanAction.objects.bulk_create(
        PlanAction(
            plan=plan,
            code=f"a{n}",
            title=f"动作{n}",
            rhythm="month" if n % 10 == 0 else "year",
            proofs=["activity"],
            minutes=10,
            people=1,
            order=n,
        )
        for n in range(actions)
    )
    return Nation(actor, plan, [u.pk for u in rows])


def issue(made: Nation, *, say: Callable[[int, int], None] | None = None) -> Issue:
    """Issue the plan to every unit in one transaction."""
    return services.plan_issue(actor=made.actor, plan=made.plan, unit_ids=made.ids, say=say)
