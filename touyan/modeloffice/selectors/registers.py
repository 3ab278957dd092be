"""Registers of this room, decisions followed in planning, and how much work is finished here."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.activities.models import Activity
from touyan.activities.rules import State as ActivityState
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.documents.models import OfficialDocument
from touyan.documents.rules import State as DocumentState
from touyan.modeloffice.models import Benchmark, Caution, Companion, Major, RiskPoint, Visit
from touyan.modeloffice.rules import MajorState
from touyan.organizations import policy
from touyan.organizations.models import Closure, Unit
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind
from touyan.planning.models import Proof, Task
from touyan.planning.rules import TaskState
from touyan.planning.services.given import MATTERS


def _parts() -> list[tuple[str, str]]:
    return [
        ("model_overview", _("六型总览")),
        ("major_list", _("请示报告")),
        ("decision_list", _("决策督办")),
        ("visit_list", _("关心关爱")),
        ("risk_list", _("岗位风险")),
        ("caution_list", _("廉政提醒")),
        ("benchmark_list", _("对标")),
        ("adoption_page", _("平台使用")),
    ]


def register_name(name: str) -> str:
    """What the register of this address is called; the room's own name for any other."""
    return dict(_parts()).get(name, _("六型总览"))


def tabs(active: str) -> list[dict[str, Any]]:
    """The parts of this room."""
    return [{"label": label, "url": reverse(name), "active": name == active} for name, label in _parts()]


def _got(rows: Any, pk: int, sentence: str) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Refused(sentence, status=404)
    return found


def units_for(actor: Actor, action: str = "model.write") -> QuerySet[Unit]:
    """Units for which the actor may do `action`, in the office's order."""
    rows = Unit.objects.visible_to(actor, action).open_on(clock.today())  # type: ignore[attr-defined]
    return rows.order_by("order", "code")  # type: ignore[no-any-return]


def receivers(actor: Actor) -> QuerySet[Unit]:
    """Units above those for which the actor writes: to whom one may report."""
    own = policy.units(actor, "model.write")
    over = Closure.objects.filter(descendant_id__in=own, depth__gt=0).values("ancestor_id")
    kinds = (Kind.LEADING_PARTY_GROUP, Kind.OFFICE_PARTY_GROUP, Kind.PARTY_SUBGROUP, Kind.COMMITTEE, Kind.OFFICE_BRANCH)
    return Unit.objects.filter(pk__in=over, kind__in=kinds).order_by("order", "code")


def helper_choices(actor: Actor) -> QuerySet[Unit]:
    """Units that may carry a matter together: those around the actor's own."""
    roots = policy.above(actor)
    rows = Unit.objects.filter(closure_up__ancestor_id__in=roots).open_on(clock.today())  # type: ignore[attr-defined]
    return rows.filter(kind__in=(Kind.DEPARTMENT, Kind.SPECIAL_COMMITTEE)).distinct().order_by("order", "code")  # type: ignore[no-any-return]


def companion_choices(unit: Unit) -> QuerySet[Unit]:
    """Units of the same committee whose records could be read with those of `unit`."""
    roots = Closure.objects.filter(descendant=unit).values("ancestor_id")
    kinds = (Kind.OFFICE_PARTY_GROUP, Kind.OFFICE_BRANCH, Kind.PARTY_SUBGROUP, Kind.TEMPORARY_BRANCH)
    rows = Unit.objects.filter(kind__in=kinds, level=unit.level).open_on(clock.today())  # type: ignore[attr-defined]
    return rows.filter(closure_up__ancestor_id__in=roots).distinct().order_by("order", "code")  # type: ignore[no-any-return]


def companions_of(unit: Unit) -> list[int]:
    """Ids of the units read together with `unit`."""
    return list(Companion.objects.filter(unit=unit).values_list("other_id", flat=True))


def majors(actor: Actor, *, state: str = "", unit: int | None = None) -> QuerySet[Any]:
    """Major matters that the actor may see, the nearest day first while they are open."""
    rows = Major.objects.visible_to(actor).select_related("unit", "to_unit").prefetch_related("helpers")
    rows = rows.filter(state=state) if state in MajorState.values else rows.exclude(state=MajorState.WITHDRAWN)
    return rows.filter(unit_id=unit) if unit else rows


def major_get(actor: Actor, pk: int) -> Major:
    """One major matter; 404 when the actor may not see it."""
    rows = Major.objects.visible_to(actor).select_related("unit", "to_unit")
    return _got(rows, pk, _("没有这件请示报告。"))  # type: ignore[no-any-return]


def decisions(actor: Actor, *, year: int) -> list[Any]:
    """Decisions that were given to units as tasks: owner, day and state stand in planning and are only read here."""
    rows = Task.objects.visible_to(actor).filter(action__code__startswith=MATTERS, due__year=year)
    return list(rows.select_related("unit", "action", "plan__unit", "responsible").order_by("due", "pk")[:200])


def visits(actor: Actor, *, unit: int | None = None) -> QuerySet[Any]:
    """Days of care."""
    rows = Visit.objects.visible_to(actor).select_related("unit")  # type: ignore[attr-defined]
    return rows.filter(unit_id=unit) if unit else rows  # type: ignore[no-any-return]


def visit_get(actor: Actor, pk: int) -> Visit:
    """One day of care that the actor may take back."""
    rows = Visit.objects.visible_to(actor, "model.write")  # type: ignore[attr-defined]
    return _got(rows, pk, _("没有这条记录。"))  # type: ignore[no-any-return]


def risks(actor: Actor, *, unit: int | None = None, closed: bool = False) -> QuerySet[Any]:
    """Risk points of posts, open ones unless asked otherwise."""
    rows = RiskPoint.objects.visible_to(actor).select_related("unit").filter(closed_on__isnull=not closed)  # type: ignore[attr-defined]
    return rows.filter(unit_id=unit) if unit else rows  # type: ignore[no-any-return]


def risk_get(actor: Actor, pk: int, action: str = "model.view") -> RiskPoint:
    """One risk point; 404 when the actor may not see it."""
    rows = RiskPoint.objects.visible_to(actor, action).select_related("unit")  # type: ignore[attr-defined]
    return _got(rows, pk, _("没有这个风险点。"))  # type: ignore[no-any-return]


def cautions(actor: Actor, *, unit: int | None = None) -> QuerySet[Any]:
    """Integrity reminders."""
    rows = Caution.objects.visible_to(actor).select_related("unit").order_by("given_on", "due", "pk")  # type: ignore[attr-defined]
    rows = rows.order_by("-due", "-pk")
    return rows.filter(unit_id=unit) if unit else rows  # type: ignore[no-any-return]


def caution_get(actor: Actor, pk: int) -> Caution:
    """One reminder that the actor may give."""
    rows = Caution.objects.visible_to(actor, "model.write").select_related("unit")  # type: ignore[attr-defined]
    return _got(rows, pk, _("没有这条提醒。"))  # type: ignore[no-any-return]


def benchmarks(actor: Actor, *, state: str = "", unit: int | None = None) -> QuerySet[Any]:
    """Benchmarks that the actor may see."""
    rows = Benchmark.objects.visible_to(actor).select_related("unit")  # type: ignore[attr-defined]
    rows = rows.filter(state=state) if state else rows
    return rows.filter(unit_id=unit) if unit else rows  # type: ignore[no-any-return]


def benchmark_get(actor: Actor, pk: int, action: str = "model.view") -> Benchmark:
    """One benchmark; 404 when the actor may not see it."""
    rows = Benchmark.objects.visible_to(actor, action).select_related("unit")  # type: ignore[attr-defined]
    return _got(rows, pk, _("没有这项对标。"))  # type: ignore[no-any-return]


def adoption(actor: Actor, *, year: int, kind: str) -> dict[str, Any]:
    """How much work each unit finished here in `year`: tasks shown by a record, activities, documents. No log-ins. Four queries."""
    kinds = (
        Kind.DEPARTMENT,
        Kind.SPECIAL_COMMITTEE,
        Kind.OFFICE_BRANCH,
        Kind.PARTY_SUBGROUP,
        Kind.TEMPORARY_BRANCH,
        Kind.COMMITTEE,
    )
    seen = Unit.objects.visible_to(actor, "model.view").open_on(clock.today())  # type: ignore[attr-defined]
    every = list(seen.filter(kind__in=kinds).order_by("order", "code")[:300])
    standing = [k for k in kinds if any(unit.kind == k for unit in every)]
    chosen = kind if kind in [str(k) for k in standing] else str(standing[0]) if standing else ""
    units = [unit for unit in every if unit.kind == chosen]
    ids = [unit.pk for unit in units]
    span = (dt.date(year, 1, 1), dt.date(year, 12, 31))
    shown = Proof.objects.filter(task_id=OuterRef("pk"), withdrawn=False).exclude(record_kind="note")
    tasks = Task.objects.filter(unit_id__in=ids, done_on__range=span, state=TaskState.DONE).annotate(h=Exists(shown))
    counts: dict[int, dict[str, int]] = {
        row["unit_id"]: row
        for row in tasks.order_by()
        .values("unit_id")
        .annotate(n=Count("pk"), here=Count("pk", filter=Q(h=True)))
        .values("unit_id", "n", "here")
    }
    held = _count(Activity.objects.filter(unit_id__in=ids, day__range=span, state=ActivityState.HELD))
    papers = OfficialDocument.objects.filter(unit_id__in=ids, signed_at__year=year)
    signed = _count(papers.exclude(state=DocumentState.WITHDRAWN))
    rows = [
        {
            "unit": unit,
            "done": counts.get(unit.pk, {}).get("n", 0),
            "here": counts.get(unit.pk, {}).get("here", 0),
            "held": held.get(unit.pk, 0),
            "signed": signed.get(unit.pk, 0),
        }
        for unit in units
    ]
    return {"rows": rows, "kinds": [(k.value, k.label) for k in standing], "kind": chosen, "year": year}


def _count(rows: Any) -> dict[int, int]:
    return dict(rows.order_by().values_list("unit_id").annotate(n=Count("pk")))
