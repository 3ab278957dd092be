"""The five steps (B3): begun when what they need is there, proved, checked by the office, sent back with reasons."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.brands.beats import plus_months
from touyan.brands.models import Brand, BrandStep, StepProof
from touyan.brands.rules import NEEDS, STEPS, Life, Quality, StepCode, StepState
from touyan.brands.services.contents import happened, missing, running
from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.duties.models import Work
from touyan.organizations import policy
from touyan.organizations.policy import Actor

BY_CODE = {str(step.code): step for step in STEPS}


def needs(brand: Brand, code: str) -> list[tuple[str, bool]]:
    """What the step needs before it begins, in words, and whether it is there."""
    passed = set(brand.steps.filter(state=StepState.PASSED).values_list("code", flat=True))
    today = clock.today()
    answers = {
        "words": lambda: bool(brand.name and brand.idea.strip()),
        "owner": lambda: brand.owner_id is not None,
        "whole": lambda: not missing(brand),
        "published": lambda: brand.life in (Life.PUBLISHED, Life.RESTING),
        "three": lambda: brand.deeds.filter(counts=True).count() >= 3,
        "half_year": lambda: brand.published is not None and today >= plus_months(brand.published, 6),
        "checked": lambda: brand.reviews.exclude(state="checking").exists(),
        "certified": lambda: brand.quality != Quality.NONE,
    }
    return [(str(NEEDS[need]), answers[need]() if need in answers else need in passed) for need in BY_CODE[code].needs]


@transaction.atomic
def step_begin(*, actor: Actor, brand: Brand, code: str) -> BrandStep:
    """The step is under way. Refused, naming what is missing, while its entry conditions are not there."""
    policy.require(actor, "brand.edit", brand.unit_id)
    running(brand)
    if code not in BY_CODE:
        raise Refused(_("没有这个步骤。"), status=404)
    if absent := [word for word, there in needs(brand, code) if not there]:
        raise Refused(_("还不能开始“%(step)s”：%(what)s。") % {"step": StepCode(code).label, "what": "；".join(absent)})
    step, made = BrandStep.objects.get_or_create(brand=brand, code=code)
    if made:
        happened(brand, "step_begin", actor, subject=code)
        journal.record(actor, "brand.edit", brand, unit=brand.unit, detail={"verb": "step_begin", "step": code})
    return step


@transaction.atomic
def step_prove(
    *, actor: Actor, step: BrandStep, label: str, day: dt.date | None = None, work: Work | None = None
) -> StepProof:
    """One more proof of the step: a record of the ledger, or a document by its title and day."""
    policy.require(actor, "brand.edit", step.brand.unit_id)
    if step.state in (StepState.PASSED, StepState.SUBMITTED):
        raise Refused(_("这一步已经交上去了，不再增加材料。"), status=409)
    if not label.strip():
        raise Refused(_("请写明是什么材料。"))
    journal.record(
        actor, "brand.edit", step.brand, unit=step.brand.unit, detail={"verb": "step_prove", "step": step.code}
    )
    return StepProof.objects.create(
        step=step, label=whole(label, 120, _("材料")), day=day or clock.today(), work=work, by_name=actor.name[:60]
    )


@transaction.atomic
def step_submit(*, actor: Actor, step: BrandStep) -> BrandStep:
    """The unit says that the step is done. Refused without proof."""
    policy.require(actor, "brand.edit", step.brand.unit_id)
    step = BrandStep.objects.select_for_update().get(pk=step.pk)
    if step.state not in (StepState.UNDERWAY, StepState.RETURNED):
        raise Refused(_("这一步现在是“%(state)s”。") % {"state": step.get_state_display()}, status=409)
    if not step.proofs.exists():
        raise Refused(_("还没有证明材料。"), possible=_("请先添加：%(what)s。") % {"what": BY_CODE[step.code].proof})
    step.state = StepState.SUBMITTED
    step.save(update_fields=["state"])
    happened(step.brand, "step_submit", actor, subject=step.code)
    journal.record(actor, "brand.edit", step.brand, unit=step.brand.unit, detail={"verb": "submit", "step": step.code})
    return step


@transaction.atomic
def step_decide(*, actor: Actor, step: BrandStep, passed: bool, reason: str = "") -> BrandStep:
    """The office passes the step, or sends it back with its reason. Nobody checks the own unit's step."""
    policy.require(actor, "brand.steer", step.brand.unit_id)
    step = BrandStep.objects.select_for_update().get(pk=step.pk)
    if step.state != StepState.SUBMITTED:
        raise Refused(_("这一步现在是“%(state)s”。") % {"state": step.get_state_display()}, status=409)
    if not passed and not reason.strip():
        raise Refused(_("退回请写明理由，方便对方补充。"))
    step.state = StepState.PASSED if passed else StepState.RETURNED
    step.passed_on = clock.today() if passed else None
    step.reason = "" if passed else whole(reason, 300, _("理由"))
    step.save(update_fields=["state", "passed_on", "reason"])
    verb = "step_pass" if passed else "step_return"
    happened(step.brand, verb, actor, subject=step.code, reason=reason)
    journal.record(actor, "brand.steer", step.brand, unit=step.brand.unit, detail={"verb": verb, "step": step.code})
    return step
