"""The burden ledger: whatever is asked of a unit besides tasks, and the budget of a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind
from touyan.planning import selectors
from touyan.planning.models import Budget, Demand
from touyan.planning.rules import budget_of


@transaction.atomic
def demand_enter(
    *,
    actor: Actor,
    units: Iterable[Unit],
    day: dt.date,
    kind: str,
    label: str,
    minutes: int,
    people: int = 1,
    replaces: str = "",
    source: tuple[str, int] = ("", 0),
) -> list[Demand]:
    """Each unit's month has these minutes more. A month that goes over its budget needs `replaces`. Called by the verb
    that asks (a meeting, a check), which has asked for the permission already."""
    units, cost, month = list(units), minutes * people, day.replace(day=1)
    before, own = selectors.asked(units, day.year), selectors.budgets()
    over = [u.short for u in units if before.get((u.pk, day.month), 0) + cost > budget_of(u.kind, own)]
    if over and not replaces.strip():
        raise Refused(
            _("%(names)s当月的工作量已到预算上限。") % {"names": "、".join(over[:5])},
            possible=_("请写明这次要求替代了什么，或改在其他月份。"),
        )
    rows = [
        Demand(
            unit=unit,
            month=month,
            kind=kind,
            label=label[:120],
            minutes=minutes,
            people=people,
            cost=cost,
            by_name=actor.name,
            replaces=whole(replaces, 300, _("替代的工作")),
            source_kind=source[0],
            source_id=source[1] or None,
        )
        for unit in units
    ]
    return Demand.objects.bulk_create(rows)


@transaction.atomic
def demand_withdraw(*, actor: Actor, unit: Unit, pk: int, reason: str) -> Demand:
    """The demand is taken off the unit; the ledger keeps it with the reason."""
    row = selectors.demand_get(actor, pk)
    if not reason.strip():
        raise Refused(_("请写明理由。"), possible=_("一句话即可。"))
    row.withdrawn = whole(reason, 300, _("理由"))
    row.save(update_fields=["withdrawn"])
    journal.record(actor, "burden.write", row, unit=unit, detail={"verb": "withdraw", "minutes": row.cost})
    return row


@transaction.atomic
def budget_set(*, actor: Actor, kind: str, minutes: int) -> Budget:
    """A month may ask at most `minutes` of everybody together of a unit of `kind`."""
    if not actor.may("burden.write"):
        raise Refused(_("您没有设定工作量预算的权限。"), status=403)
    if kind not in Kind.values or not 60 <= minutes <= 1_000_000:
        raise Refused(_("请选择单位类别，并填写60至1000000之间的分钟数。"))
    row, _new = Budget.objects.update_or_create(kind=kind, defaults={"minutes": minutes})
    journal.record(actor, "burden.write", row, detail={"kind": kind, "minutes": minutes})
    return row
