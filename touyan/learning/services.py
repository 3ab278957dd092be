"""The verbs of learning."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.activities.models import Activity
from touyan.core import journal
from touyan.core.errors import Difference, Refused, Stale
from touyan.learning import selectors
from touyan.learning.models import Change, Lesson, Material, Programme
from touyan.organizations import policy
from touyan.organizations.policy import Actor


@transaction.atomic
def programme_save(*, actor: Actor, programme: Programme, values: dict[str, Any], version: int | None) -> Programme:
    """The programme says what `values` says. Stale (409) when somebody saved in between."""
    policy.require(actor, "learning.manage", values["unit"])
    if programme.pk:
        stands = Programme.objects.select_for_update().get(pk=programme.pk)
        policy.require(actor, "learning.manage", stands.unit_id)
        if stands.version != version:
            names = [name for name, value in values.items() if getattr(stands, name) != value]
            raise Stale(
                [
                    Difference(str(Programme._meta.get_field(n).verbose_name), str(getattr(stands, n)), str(values[n]))  # type: ignore[union-attr]
                    for n in names
                ]
            )
        programme.version = stands.version + 1
    for name, value in values.items():
        setattr(programme, name, value)
    programme.save()
    journal.record(actor, "learning.manage", programme, unit=programme.unit, detail={"verb": "save"})
    return programme


@transaction.atomic
def lesson_add(*, actor: Actor, programme: Programme, activity_id: int) -> Lesson:
    """An activity of the same unit is a session of the programme."""
    policy.require(actor, "learning.manage", programme.unit_id)
    activity = Activity.objects.filter(pk=activity_id, unit_id=programme.unit_id, lesson__isnull=True).first()
    if activity is None:
        raise Refused(_("这项活动不能加入：不属于该单位，或已在别的安排中。"), status=409)
    lesson = Lesson.objects.create(programme=programme, activity=activity)
    journal.record(actor, "learning.manage", programme, unit=programme.unit, detail={"verb": "lesson"})
    return lesson


@transaction.atomic
def material_add(*, actor: Actor, programme: Programme, title: str, where: str = "") -> Material:
    """One more thing to read."""
    policy.require(actor, "learning.manage", programme.unit_id)
    if not title.strip():
        raise Refused(_("请填写题目。"))
    journal.record(actor, "learning.manage", programme, unit=programme.unit, detail={"verb": "material"})
    return Material.objects.create(programme=programme, title=title.strip()[:120], where=where.strip()[:200])


@transaction.atomic
def change_write(*, actor: Actor, programme: Programme, text: str) -> Change:
    """What changed in the work because of it, by somebody who took part or arranges it."""
    ids = list(programme.lessons.values_list("activity_id", flat=True))
    if not (policy.can(actor, "learning.manage", programme.unit_id) or selectors.took_part(actor, ids)):
        raise Refused(_("参加过的人可以写。"), status=403)
    if not text.strip() or actor.account_id is None:
        raise Refused(_("请写一句话。"))
    journal.record(actor, "learning.join", programme, unit=programme.unit)
    return Change.objects.create(
        programme=programme, text=text.strip()[:300], by_name=actor.name[:60], by_account=actor.account_id
    )
