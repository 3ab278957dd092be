"""The verbs of learning."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.activities import services as activities
from touyan.activities.models import Activity, ActivityKind
from touyan.core import journal
from touyan.core.errors import Difference, Refused, Stale
from touyan.learning import selectors
from touyan.learning.models import Change, Lesson, Material, Programme
from touyan.learning.rules import LENGTH, STUDY
from touyan.organizations import policy
from touyan.organizations.policy import Actor


@transaction.atomic
def programme_save(*, actor: Actor, programme: Programme, values: dict[str, Any], version: int | None) -> Programme:
    """The programme says what `values` says. Stale (409) when somebody saved in between."""
    policy.require(actor, "learning.manage", values["unit"])
    if programme.pk:
        stands = Programme.objects.select_for_update(of=("self",)).select_related("unit").get(pk=programme.pk)
        policy.require(actor, "learning.manage", stands.unit)
        _same_unit(stands, values)
        if stands.version != version:
            raise Stale(_differences(stands, values))
        programme.version = stands.version + 1
    for name, value in values.items():
        setattr(programme, name, value)
    programme.save()
    journal.record(actor, "learning.manage", programme, unit=programme.unit, detail={"verb": "save"})
    return programme


def _same_unit(stands: Programme, values: dict[str, Any]) -> None:
    """A programme with sessions stays with its unit: the sessions are that unit's activities."""
    if stands.unit_id != values["unit"].pk and stands.lessons.exists():
        raise Refused(_("已有场次的学习安排不能换组织单位。"), possible=_("请在另一单位新建一项。"))


def _differences(stands: Programme, values: dict[str, Any]) -> list[Difference]:
    changed = {name: value for name, value in values.items() if getattr(stands, name) != value}
    heading = {name: str(Programme._meta.get_field(name).verbose_name) for name in changed}  # type: ignore[union-attr]
    return [
        Difference(heading[name], _said(stands, name, getattr(stands, name)), _said(stands, name, value))
        for name, value in changed.items()
    ]


def _said(stands: Programme, name: str, value: object) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    choices = dict(Programme._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    return str(choices.get(value, value or ""))


@transaction.atomic
def lesson_plan(
    *, actor: Actor, programme: Programme, title: str, starts: dt.datetime, place: str = "", invite: bool = True
) -> Lesson:
    """A session to come, planned once: the activity with its invitations is the session."""
    policy.require(actor, "learning.manage", programme.unit)
    kind = ActivityKind.objects.get(code=STUDY)
    planned = activities.Planned(
        unit=programme.unit,
        kind=kind,
        title=title,
        starts=starts,
        ends=starts + LENGTH,
        place=place,
        is_party=kind.is_party,
        is_duty=kind.is_duty,
    )
    activity = activities.activity_plan(actor=actor, planned=planned)
    if invite:
        activities.activity_invite(actor=actor, activity=activity, units=[programme.unit])
    return lesson_add(actor=actor, programme=programme, activity_id=activity.pk)


@transaction.atomic
def lesson_add(*, actor: Actor, programme: Programme, activity_id: int) -> Lesson:
    """An activity of the same unit is a session of the programme."""
    policy.require(actor, "learning.manage", programme.unit)
    activity = Activity.objects.filter(pk=activity_id, unit_id=programme.unit_id, lesson__isnull=True).first()
    if activity is None:
        raise Refused(_("这项活动不能加入：不属于该单位，或已在别的安排中。"), status=409)
    lesson = Lesson.objects.create(programme=programme, activity=activity)
    _note(actor, programme, "lesson")
    return lesson


@transaction.atomic
def lesson_remove(*, actor: Actor, programme: Programme, activity_id: int) -> None:
    """The activity is no session of the programme any more; the activity itself and who was there stay as they are."""
    policy.require(actor, "learning.manage", programme.unit)
    gone, _each = Lesson.objects.filter(programme=programme, activity_id=activity_id).delete()
    if gone:
        _note(actor, programme, "lesson_remove")


@transaction.atomic
def material_add(*, actor: Actor, programme: Programme, title: str, where: str = "") -> Material:
    """One more thing to read."""
    policy.require(actor, "learning.manage", programme.unit)
    if not title.strip():
        raise Refused(_("请填写题目。"))
    _note(actor, programme, "material")
    return Material.objects.create(programme=programme, title=title.strip(), where=where.strip())


@transaction.atomic
def material_remove(*, actor: Actor, programme: Programme, material_id: int) -> None:
    """The line is gone from the list."""
    policy.require(actor, "learning.manage", programme.unit)
    gone, _each = programme.materials.filter(pk=material_id).delete()
    if not gone:
        raise Refused(_("这一项已经不在书目中。"), status=404)
    _note(actor, programme, "material_remove")


@transaction.atomic
def change_write(*, actor: Actor, programme: Programme, text: str) -> Change:
    """What changed in the work because of it, by somebody who took part or arranges it. Never asked for, never scored."""
    ids = list(programme.lessons.values_list("activity_id", flat=True))
    if not (policy.can(actor, "learning.manage", programme.unit) or selectors.took_part(actor, ids)):
        raise Refused(_("参加过的人可以写。"), status=403)
    if not text.strip() or actor.account_id is None:
        raise Refused(_("请写一句话。"))
    journal.record(actor, "learning.join", programme, unit=programme.unit, detail={"verb": "change"})
    return Change.objects.create(
        programme=programme, text=text.strip(), by_name=actor.name[:60], by_account=actor.account_id
    )


@transaction.atomic
def change_withdraw(*, actor: Actor, programme: Programme, change_id: int) -> None:
    """The line is gone. Whoever wrote it may take it back; whoever arranges the programme may not."""
    gone, _each = programme.changes.filter(pk=change_id, by_account=actor.account_id).delete()
    if not gone:
        raise Refused(_("只能撤回自己写的话。"), status=404)
    journal.record(actor, "learning.join", programme, unit=programme.unit, detail={"verb": "withdraw"})


def _note(actor: Actor, programme: Programme, verb: str) -> None:
    journal.record(actor, "learning.manage", programme, unit=programme.unit, detail={"verb": verb})
