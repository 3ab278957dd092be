"""The verbs of practices: write, share, adopt with named changes, trace, report the effect, settle into a norm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.activities.models import Activity
from touyan.core import clock, events, journal
from touyan.core.errors import Difference, Refused, Stale
from touyan.core.texts import whole
from touyan.core.words import date_words
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.practices.models import Change, Effect, Practice, Step
from touyan.practices.rules import Part, State, Verdict, lacking

COPIED = ("title", "strength", "situation", "minutes", "people", "money", "failed", "avoid")


@dataclass(frozen=True)
class Named:
    """A named change: the part, what it was, what it is now, why."""

    part: str
    was: str
    now: str
    why: str


@transaction.atomic
def practice_save(
    *, actor: Actor, practice: Practice, values: dict[str, Any], steps: Sequence[str], version: int | None = None
) -> Practice:
    """The recipe says what `values` and `steps` say. A shared one stays whole: what would make it lack something is refused."""
    policy.require(actor, "practice.write", values["unit"])
    steps = [whole(step, 300, _("步骤")) for step in steps if step.strip()]
    brand = values.get("brand")
    if brand is not None and brand.unit_id != values["unit"].pk:
        raise Refused(_("这个品牌不属于该单位。"), possible=_("请选择本单位的品牌，或不选。"))
    if practice.pk:
        stands = Practice.objects.select_for_update().get(pk=practice.pk)
        policy.require(actor, "practice.write", stands.unit_id)
        if stands.version != version:
            raise Stale(_differences(stands, values))
        if stands.origin_id and stands.unit_id != values["unit"].pk:
            raise Refused(_("采用来的做法不能改换单位。"))
        practice.version = stands.version + 1
    if values["started"] > clock.today():
        raise Refused(_("开始日期还没有到。"), possible=_("做起来以后再写。"))
    for name, value in values.items():
        setattr(practice, name, value)
    practice.save()
    practice.steps.all().delete()
    Step.objects.bulk_create(Step(practice=practice, order=n, text=text) for n, text in enumerate(steps, 1))
    if practice.state == State.SHARED:
        _require_whole(practice)
    journal.record(actor, "practice.write", practice, unit=practice.unit, detail={"verb": "save"})
    return practice


def _differences(stands: Practice, values: dict[str, Any]) -> list[Difference]:
    changed = [name for name, value in values.items() if getattr(stands, name) != value]
    return [
        Difference(str(Practice._meta.get_field(n).verbose_name), str(getattr(stands, n)), str(values[n]))  # type: ignore[union-attr]
        for n in changed
    ]


def _require_whole(practice: Practice) -> None:
    if missing := lacking(practice.recipe()):
        raise Refused(
            _("这个做法别人还用不上，缺：%(what)s。") % {"what": "；".join(missing)},
            possible=_("请补齐后再公布。做法是给别人照着做的，失败之处和不要照搬的地方同样要写。"),
        )


def _locked(practice: Practice) -> Practice:
    return Practice.objects.select_for_update(of=("self",)).select_related("unit").get(pk=practice.pk)


@transaction.atomic
def practice_share(*, actor: Actor, practice: Practice) -> Practice:
    """Every unit can see and adopt it. A recipe that lacks something is refused with all that is missing."""
    policy.require(actor, "practice.write", practice.unit_id)
    practice = _locked(practice)
    if practice.state == State.SHARED:
        raise Refused(_("这个做法已经公布。"), status=409)
    _require_whole(practice)
    practice.state, practice.reason, practice.version = State.SHARED, "", practice.version + 1
    practice.shared_on = practice.shared_on or clock.today()
    practice.save()
    journal.record(actor, "practice.write", practice, unit=practice.unit, detail={"verb": "share"})
    events.publish("practice_shared", practice_id=practice.pk)
    return practice


@transaction.atomic
def practice_withdraw(*, actor: Actor, practice: Practice, reason: str) -> Practice:
    """Nobody adopts it any more, for a reason; whoever adopted it goes on, and it stays in the family tree."""
    policy.require(actor, "practice.write", practice.unit_id)
    practice = _locked(practice)
    if practice.state != State.SHARED:
        raise Refused(_("没有公布的做法不用停用。"), status=409)
    if not reason.strip():
        raise Refused(_("请写明停用理由。"), possible=_("写清为什么，别的单位能少走弯路。"))
    practice.state, practice.reason, practice.version = (
        State.WITHDRAWN,
        whole(reason, 300, _("理由")),
        practice.version + 1,
    )
    practice.save()
    journal.record(actor, "practice.write", practice, unit=practice.unit, detail={"verb": "withdraw"})
    return practice


def ancestors(practice: Practice) -> list[Practice]:
    """Where it came from, the nearest first. Ends where the line ends, or where it would meet itself."""
    found: list[Practice] = []
    seen, here = {practice.pk}, practice.origin
    while here is not None and here.pk not in seen:
        seen.add(here.pk)
        found.append(here)
        here = here.origin
    return found


def _named(changes: Sequence[Named]) -> list[Named]:
    named = [c for c in changes if c.was.strip() or c.now.strip() or c.why.strip()]
    for one in named:
        if not (one.was.strip() and one.now.strip() and one.why.strip()) or one.part not in Part.values:
            raise Refused(
                _("有一处改动没有写完整。"), possible=_("每处改动请写明哪一部分、原来怎样、改为怎样、为什么。")
            )
        if one.was.strip() == one.now.strip():
            raise Refused(_("“%(was)s”改前改后一样。") % {"was": one.was.strip()[:20]}, possible=_("没有改的不用列。"))
    return named


@transaction.atomic
def practice_adopt(
    *,
    actor: Actor,
    practice: Practice,
    unit: Unit,
    why: str,
    changes: Sequence[Named] = (),
    as_is: bool = False,
    started: dt.date | None = None,
) -> Practice:
    """`unit` has its own copy of the recipe from `started` on, with its named changes, or as it is if that is said.

    Refused: one's own practice, one that came from the own unit, the same twice, one that is not shared, a day to come.
    """
    policy.require(actor, "practice.write", unit)
    practice, day = _locked(practice), started or clock.today()
    named = _named(changes)
    _refuse_adopting(practice, unit, why=why, day=day)
    _refuse_unnamed(named, as_is=as_is)
    made = Practice.objects.create(
        unit=unit,
        origin=practice,
        why=whole(why, 200, _("理由")),
        started=day,
        state=State.SHARED,
        shared_on=clock.today(),
        **{name: getattr(practice, name) for name in COPIED},
    )
    Step.objects.bulk_create(Step(practice=made, order=s.order, text=s.text) for s in practice.steps.all())
    Change.objects.bulk_create(
        Change(
            practice=made,
            part=c.part,
            was=whole(c.was, 200, _("原来")),
            now=whole(c.now, 200, _("改为")),
            why=whole(c.why, 200, _("理由")),
        )
        for c in named
    )
    journal.record(actor, "practice.write", made, unit=unit, detail={"verb": "adopt", "from": practice.pk})
    events.publish("practice_adopted", practice_id=made.pk)
    return made


def _refuse_adopting(practice: Practice, unit: Unit, *, why: str, day: dt.date) -> None:
    if practice.state != State.SHARED:
        raise Refused(_("这个做法没有公布或已停用，不能采用。"), status=409)
    if practice.unit_id == unit.pk:
        raise Refused(_("这是本单位自己的做法，不用采用。"), possible=_("可以直接修改，或报告效果。"), status=409)
    if any(one.unit_id == unit.pk for one in ancestors(practice)):
        raise Refused(
            _("这个做法源自贵单位，不能再采用回去。"),
            possible=_("对方改得好的地方，请写进本单位原来的做法。"),
            status=409,
        )
    if Practice.objects.filter(origin=practice, unit=unit).exists():
        raise Refused(_("贵单位已经采用过这个做法。"), possible=_("请到本单位的做法里修改或报告效果。"), status=409)
    if not why.strip():
        raise Refused(_("请写明为什么采用。"))
    if day > clock.today():
        raise Refused(_("采用日期还没有到。"), possible=_("开始做了再记。"))


def _refuse_unnamed(named: Sequence[Named], *, as_is: bool) -> None:
    if not named and not as_is:
        raise Refused(_("请写明改了哪里。"), possible=_("一处也没改的，请勾选“原样照做”。"))
    if named and as_is:
        raise Refused(_("既写了改动，又勾选了原样照做。"), possible=_("请保留一种。"))


@transaction.atomic
def practice_trace(*, actor: Actor, practice: Practice, origin: Practice) -> Practice:
    """A practice that was written down as one's own says where it came from. Loops are refused with their way round."""
    policy.require(actor, "practice.write", practice.unit_id)
    practice = _locked(practice)
    if not Practice.objects.visible_to(actor).filter(pk=origin.pk).exclude(state=State.DRAFT).exists():
        raise Refused(_("没有这个做法。"), status=404)
    if practice.origin_id is not None:
        raise Refused(_("这个做法已经写明来历。"), status=409)
    line = [origin, *ancestors(origin)]
    if practice.pk in {one.pk for one in line}:
        way = " → ".join(one.unit.short for one in reversed(line))
        raise Refused(
            _("来历不能绕成一圈：%(way)s。") % {"way": f"{way} → {practice.unit.short}"},
            possible=_("那个做法正是从这里采用去的。"),
        )
    if origin.unit_id == practice.unit_id:
        raise Refused(_("来历应是另一个单位的做法。"))
    if Practice.objects.filter(origin=origin, unit_id=practice.unit_id).exists():
        raise Refused(_("贵单位已有一个做法源自那里。"), status=409)
    practice.origin, practice.version = origin, practice.version + 1
    practice.save(update_fields=["origin", "version"])
    journal.record(actor, "practice.write", practice, unit=practice.unit, detail={"verb": "trace", "to": origin.pk})
    return practice


@transaction.atomic
def effect_report(
    *,
    actor: Actor,
    practice: Practice,
    verdict: str,
    words: str,
    day: dt.date | None = None,
    activity: Activity | None = None,
) -> Effect:
    """What came of the practice in its own unit by `day`. Others adopt it first; no effect is older than the adoption."""
    if not policy.can(actor, "practice.write", practice.unit_id):
        raise Refused(
            _("贵单位还没有采用这个做法，不能报告它的效果。"), possible=_("请先采用，做起来以后再报告。"), status=403
        )
    practice, day = _locked(practice), day or clock.today()
    if practice.state == State.DRAFT:
        raise Refused(_("还在起草的做法没有效果可报告。"), possible=_("请先公布。"), status=409)
    if day < practice.started:
        raise Refused(
            _("效果日期早于采用日期（%(day)s）。") % {"day": date_words(practice.started)},
            possible=_("请填写采用以后的日期。"),
        )
    if day > clock.today():
        raise Refused(_("日期还没有到。"))
    if not words.strip():
        raise Refused(_("请写明看到了什么。"), possible=_("没有变化或变差了，也请写清楚，这对别人最有用。"))
    if activity is not None and (activity.unit_id != practice.unit_id or activity.day < practice.started):
        raise Refused(_("这次活动不属于本单位，或早于采用日期。"))
    effect = Effect.objects.create(
        practice=practice, verdict=Verdict(verdict), words=whole(words, 400, _("内容")), day=day, activity=activity, by_name=actor.name[:60]
    )  # fmt: skip
    journal.record(actor, "practice.write", practice, unit=practice.unit, detail={"verb": "effect", "as": str(verdict)})
    events.publish("effect_reported", practice_id=practice.pk)
    return effect
