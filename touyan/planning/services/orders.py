"""Issuing to very many units: asked for in one step, carried out in the background in one transaction, with progress."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import journal
from touyan.core.errors import Refused
from touyan.core.jobs import enqueue, progress
from touyan.organizations import policy
from touyan.organizations.policy import Actor, actor_of
from touyan.planning.models import IssueOrder, Plan
from touyan.planning.rules import OrderState
from touyan.planning.services.issue import plan_issue

DIRECT = 3_000  # units × actions up to which the page itself issues; beyond it nobody should wait for an answer


def is_large(plan: Plan, unit_ids: Sequence[int]) -> bool:
    """Whether issuing takes longer than a page should."""
    return len(unit_ids) * plan.actions.filter(dropped=False).count() > DIRECT


@transaction.atomic
def issue_order(
    *,
    actor: Actor,
    plan: Plan,
    unit_ids: Sequence[int],
    since: dt.date | None = None,
    replaces: str = "",
    words: str = "",
    twice: bool = False,
) -> IssueOrder:
    """The issuing waits to be carried out with the actor's rights; a second one for the plan waits until it is over."""
    from touyan.planning.tasks import issue_plan

    policy.require(actor, "plan.issue", plan.unit)
    if IssueOrder.objects.filter(plan=plan, state=OrderState.RUNNING).exists():
        raise Refused(_("这份计划正在下达。"), possible=_("请等这一次下达完成。"), status=409)
    wish: dict[str, Any] = {
        "unit_ids": list(unit_ids),
        "since": since.isoformat() if since else "",
        "replaces": replaces,
        "words": words,
        "twice": twice,
    }
    order = IssueOrder.objects.create(plan=plan, account_id=actor.account_id, wish=wish, total=len(unit_ids))
    journal.record(actor, "plan.issue", plan, unit=plan.unit, detail={"verb": "order", "units": order.total})
    enqueue(issue_plan, order_id=order.pk)
    return order


def order_carry_out(order_id: int) -> None:
    """The order is issued, or refused with the sentence that says why; nothing in between. Run by the worker."""
    order = IssueOrder.objects.select_related("plan__unit", "account").get(pk=order_id)
    if order.state != OrderState.RUNNING:
        return
    key, wish = progress_key(order.pk), dict(order.wish)
    since = dt.date.fromisoformat(wish["since"]) if wish["since"] else None
    try:
        order.issue = plan_issue(
            actor=actor_of(order.account),
            plan=order.plan,
            **{**wish, "since": since},
            say=lambda done, total: progress.say(key, done, total),
        )
        order.state = OrderState.DONE
    except Refused as refused:
        order.state, order.message = OrderState.REFUSED, f"{refused.message}{refused.possible}"[:400]
    order.save(update_fields=["issue", "state", "message"])
    progress.forget(key)


def progress_key(order_id: int) -> str:
    """Under which name the progress of an order is said."""
    return f"issue-{order_id}"
