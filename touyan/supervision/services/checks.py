"""Spot checks by a published draw, findings followed until closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.planning import selectors as planning_selectors
from touyan.planning import services as planning
from touyan.planning.rules import DemandKind
from touyan.supervision import drawing, selectors
from touyan.supervision.models import Check, Draw, Finding
from touyan.supervision.rules import FIX_WITHIN, CheckState, FindingState
from touyan.supervision.services.above import require_above

CHECK_MINUTES, CHECK_PEOPLE = 60, 2  # what a spot check asks of the unit that is visited


@transaction.atomic
def draw_announce(
    *, actor: Actor, committee: Unit, title: str, year: int, kinds: Sequence[str], each: int, seed_source: str
) -> Draw:
    """The list to draw from, and where the seed will come from, are published before anybody can know the seed."""
    policy.require(actor, "check.write", committee)
    if not seed_source.strip():
        raise Refused(_("请写明种子从哪里来。"), possible=_("例如某日某期彩票的开奖号码，公布之前先写下来。"))
    frame = selectors.draw_frame(committee, kinds)
    if not frame or each < 1:
        raise Refused(_("没有可抽的单位。"), possible=_("请选择单位类别，并填写每组抽几个。"))
    draw = Draw.objects.create(
        committee=committee,
        title=whole(title, 80, _("标题")),
        year=year,
        seed_source=whole(seed_source, 120, _("随机数的来源")),
        each=each,
        frame=frame,
        frame_digest=drawing.digest(frame),
        by_name=actor.name,
    )
    journal.record(actor, "check.write", draw, unit=committee, detail={"frame": draw.frame_digest, "each": each})
    return draw


@transaction.atomic
def draw_make(*, actor: Actor, draw_id: int, seed: str) -> list[Check]:
    """The units follow from the published list and the seed; anyone can draw again and gets the same."""
    draw = selectors.draw_locked(actor, draw_id)
    policy.require(actor, "check.write", draw.committee)
    if draw.seed:
        raise Refused(_("已经抽过了，不能重抽。"), possible=_("需要再抽，请另行公布一次。"), status=409)
    if not seed.strip():
        raise Refused(_("请填写种子。"))
    draw.seed, draw.drawn_at = whole(seed, 60, _("随机数")), clock.now()
    draw.save(update_fields=["seed", "drawn_at"])
    codes = drawing.draw(draw.frame, draw.seed, draw.each)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    checks = [Check(draw=draw, unit=units[code]) for code in codes if code in units]
    journal.record(actor, "check.write", draw, unit=draw.committee, detail={"seed": draw.seed, "units": codes})
    return Check.objects.bulk_create(checks)


@transaction.atomic
def check_record(*, actor: Actor, check_id: int, day: dt.date, words: str, good: str) -> Check:
    """What was seen at the unit; its time is in the unit's burden ledger."""
    check = selectors.check_get(actor, check_id, "check.write")
    if check.state == CheckState.DONE:
        raise Refused(_("这次检查已经记录。"), status=409)
    if not words.strip() or day > clock.today():
        raise Refused(_("请写明看了什么，检查日期不能晚于今天。"))
    check.state, check.day, check.by_name = CheckState.DONE, day, actor.name
    check.words, check.good = whole(words, 1000, _("内容")), whole(good, 1000, _("做得好的地方"))
    check.save()
    planning.demand_enter(
        actor=actor,
        units=[check.unit],
        day=day,
        kind=DemandKind.CHECK,
        label=check.draw.title,
        minutes=CHECK_MINUTES,
        people=CHECK_PEOPLE,
        replaces=_("抽查结果全年认可，不再重复检查"),
        source=("check", check.pk),
    )
    journal.record(actor, "check.write", check, unit=check.unit)
    return check


@transaction.atomic
def finding_add(*, actor: Actor, check_id: int, words: str, help: str, due: dt.date | None = None) -> Finding:
    """Something to be put right; first of all the help that is offered."""
    check = selectors.check_get(actor, check_id, "check.write")
    if not words.strip() or not help.strip():
        raise Refused(_("请写明问题和可提供的帮助。"), possible=_("先想想能帮什么，再要求整改。"))
    due = due or planning_selectors.working_calendar().add(clock.today(), FIX_WITHIN).day
    row = Finding.objects.create(
        check_of=check, words=whole(words, 200, _("内容")), help=whole(help, 200, _("需要的帮助")), due=due
    )
    journal.record(actor, "check.write", row, unit=check.unit, detail={"verb": "finding"})
    return row


def _finding_move(actor: Actor, pk: int, action: str, before: str, after: str) -> Finding:
    row = selectors.finding_locked(actor, pk)
    policy.require(actor, action, row.check_of.unit)
    if row.state != before:
        raise Refused(_("这个问题的状态已经变了。"), possible=_("请刷新页面再看。"), status=409)
    row.state, row.version = after, row.version + 1
    journal.record(actor, action, row, unit=row.check_of.unit, detail={"state": after})
    return row


@transaction.atomic
def finding_fix(*, actor: Actor, finding_id: int, fix: str) -> Finding:
    """The unit says what it did."""
    row = _finding_move(actor, finding_id, "finding.fix", FindingState.OPEN, FindingState.FIXED)
    if not fix.strip():
        raise Refused(_("请写明整改情况。"))
    row.fix = whole(fix, 300, _("整改情况"))
    row.save()
    return row


@transaction.atomic
def finding_close(*, actor: Actor, finding_id: int, closed: bool) -> Finding:
    """The level above has looked: closed, or open again."""
    after = FindingState.CLOSED if closed else FindingState.OPEN
    row = _finding_move(actor, finding_id, "finding.close", FindingState.FIXED, after)
    require_above(actor, "finding.close", row.check_of.unit)
    row.closed_by_name, row.closed_on = (actor.name, clock.today()) if closed else ("", None)
    row.save()
    return row
