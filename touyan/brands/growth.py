"""What the pages of growth show: steps, quality, standards, exchanges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from touyan.brands import desks, drawing, heartbeat, rules, said, selectors, services
from touyan.brands.models import Brand, BrandStep, Deed, Drive, DriveEntry, Review, Standard
from touyan.brands.rules import RECHECK_AHEAD, STEPS, Life, Quality, ReviewState, StepCode, StepState
from touyan.brands.services.growth import BY_CODE, needs
from touyan.brands.services.quality import ready_review, standard_on, unmet
from touyan.brands.tabs import tabs
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.policy import Actor


def path(actor: Actor, pk: int) -> dict[str, Any]:
    """The five steps of a brand and its line of time."""
    brand = selectors.brand_get(actor, pk, "brand.pulse")
    steps = {step.code: step for step in brand.steps.prefetch_related("proofs__work")}
    events = list(brand.events.all())
    drawn = [drawing.path(brand, list(steps.values()), events, clock.today(), narrow=n) for n in (False, True)]
    return {
        "brand": brand,
        "tabs": tabs(actor, brand, "brand_path"),
        "rows": [_step(brand, str(step.code), str(step.proof), steps.get(step.code)) for step in STEPS],
        "picture": drawn[0],
        "narrow": drawn[1],
        "events": [
            {"when": event.at, "title": said.event(event.verb, event.subject), "text": event.reason, "who": event.by_name}
            for event in reversed(events)
        ],
        "edits": policy.can(actor, "brand.edit", brand.unit_id) and brand.life not in (Life.HANDED, Life.CLOSED),
        "steers": policy.can(actor, "brand.steer", brand.unit_id),
    }  # fmt: skip


def _step(brand: Brand, code: str, proof: str, step: BrandStep | None) -> dict[str, Any]:
    asked = needs(brand, code) if step is None else []
    marks = {StepState.PASSED: "done", StepState.SUBMITTED: "due", StepState.RETURNED: "late"}
    return {
        "code": code,
        "name": str(StepCode(code).label),
        "proof": proof,
        "step": step,
        "needs": asked,
        "ready": step is None and all(there for _word, there in asked),
        "mark": marks.get(StepState(step.state), "info") if step else "rest",
        "word": str(step.get_state_display()) if step else _("未开始"),
        "open": step is not None and step.state in (StepState.UNDERWAY, StepState.RETURNED),
    }


def step_get(brand: Brand, code: str) -> BrandStep:
    """A step of the brand that has begun; 404 otherwise."""
    step = brand.steps.select_related("brand__unit").filter(code=code).first()
    if step is None:
        raise Refused(_("这一步还没有开始。"), status=404)
    return step


def proving(brand: Brand, step: BrandStep) -> dict[str, Any]:
    """What a proof may be: linked records to choose from."""
    used = step.proofs.filter(work__isnull=False).values("work_id")
    return {"deeds": Deed.objects.filter(brand=brand).exclude(work_id__in=used)[:30], "asked": BY_CODE[step.code].proof}


def prove_by(actor: Actor, brand: Brand, step: BrandStep, deed_id: int) -> None:
    """A linked record becomes the proof of a step."""
    deed = heartbeat.deed_get(actor, brand, deed_id)
    services.step_prove(actor=actor, step=step, label=deed.title, day=deed.day, work=deed.work)


def standards(actor: Actor, number: str) -> dict[str, Any]:
    """All versions, one of them open."""
    rows = list(Standard.objects.prefetch_related("criteria"))
    now = standard_on(clock.today())
    chosen = next((row for row in rows if str(row.number) == number), now or (rows[0] if rows else None))
    return {"rows": rows, "chosen": chosen, "now": now, "steers": actor.may("brand.steer")}


def standard_initial() -> dict[str, Any]:
    """The present text, to be changed."""
    now = Standard.objects.prefetch_related("criteria").first()
    if now is None:
        return {"effective": clock.today()}
    lines: dict[str, list[str]] = {str(Quality.CERTIFIED): [], str(Quality.MODEL): []}
    for one in now.criteria.all():
        lines[one.level].append(f"{one.name}｜{one.evidence}")
    return {"title": now.title, "effective": clock.today(), **{level: "\n".join(each) for level, each in lines.items()}}


def quality(actor: Actor, pk: int) -> dict[str, Any]:
    """Where a brand stands by the standard."""
    brand = selectors.brand_get(actor, pk, "brand.pulse")
    review = brand.reviews.exclude(state=ReviewState.DECIDED).select_related("standard").first()
    edits = policy.can(actor, "brand.edit", brand.unit_id) and brand.life in (Life.PUBLISHED, Life.RESTING)
    soon = clock.today() + dt.timedelta(days=RECHECK_AHEAD)
    return {
        "brand": brand,
        "tabs": tabs(actor, brand, "brand_quality"),
        "review": review,
        "marks": list(review.marks.select_related("criterion")) if review else [],
        "decisions": list(brand.decisions.all()),
        "opens": edits and review is None,
        "recheck": bool(brand.quality and brand.valid_until and brand.valid_until <= soon),
        "checks": edits and review is not None and review.state == ReviewState.CHECKING,
        "visits": review is not None
        and review.state == ReviewState.SUBMITTED
        and policy.can(actor, "brand.steer", brand.unit_id),
        "signs": policy.can(actor, "brand.sign", brand.unit_id) and bool(verdicts(brand)),
        "running": brand.life in (Life.PUBLISHED, Life.RESTING),
        "today": clock.today(),
    }


def verdicts(brand: Brand) -> list[str]:
    """What may be decided now."""
    return rules.verdicts(brand.quality, reviewed=ready_review(brand) is not None)


def running_review(brand: Brand) -> Review:
    """The review that is under way; 404 otherwise."""
    review = brand.reviews.exclude(state=ReviewState.DECIDED).select_related("brand__unit", "standard").first()
    if review is None:
        raise Refused(_("现在没有进行中的认定。"), status=404)
    return review


def checking(brand: Brand, review: Review) -> dict[str, Any]:
    """A review with its criteria and the last readings beside it."""
    return {
        "brand": brand,
        "review": review,
        "marks": list(review.marks.select_related("criterion")),
        "readings": desks._readings(brand),
    }


def answers(review: Review, posted: Mapping[str, str]) -> dict[int, tuple[bool, str]]:
    """What was ticked and written in a self-check."""
    return {
        pk: (posted.get(f"met_{pk}") == "1", posted.get(f"evidence_{pk}", ""))
        for pk in review.marks.values_list("pk", flat=True)
        if posted.get(f"met_{pk}") in {"0", "1"}
    }


def seen(review: Review, posted: Mapping[str, str]) -> dict[int, bool]:
    """What the visitor ticked."""
    return {pk: posted.get(f"seen_{pk}") == "on" for pk in review.marks.values_list("pk", flat=True)}


def deciding(brand: Brand) -> dict[str, Any]:
    """What a leader looks at before signing."""
    review = ready_review(brand)
    return {
        "brand": brand,
        "review": review,
        "gaps": unmet(review) if review else [],
        "marks": list(review.marks.select_related("criterion")) if review else [],
        "readings": desks._readings(brand),
    }


def drives(actor: Actor) -> dict[str, Any]:
    """Exchanges the actor may see, running ones first."""
    rows = Drive.objects.visible_to(actor).select_related("unit").prefetch_related("entries")
    return {"rows": list(rows[:100]), "steers": actor.may("brand.steer"), "today": clock.today()}


def drive_get(actor: Actor, pk: int, action: str = "brand.view") -> Drive:
    """One exchange; 404 when the actor may not see it."""
    drive = Drive.objects.visible_to(actor).select_related("unit").filter(pk=pk).first()
    if drive is None:
        raise Refused(_("没有这次活动。"), status=404)
    if action != "brand.view":
        policy.require(actor, action, drive.unit_id)
    return drive  # type: ignore[return-value]


def drive_desk(actor: Actor, pk: int) -> dict[str, Any]:
    """One exchange with those who take part, in the office's order."""
    drive = drive_get(actor, pk)
    entries = list(drive.entries.select_related("brand__unit"))
    own = set(Brand.objects.visible_to(actor, "brand.edit").values_list("pk", flat=True))
    return {
        "drive": drive,
        "entries": [(entry, entry.brand_id in own) for entry in entries],
        "mine": _mine(actor).exclude(pk__in=[entry.brand_id for entry in entries]) if clock.today() <= drive.closes else [],
        "steers": policy.can(actor, "brand.steer", drive.unit_id),
        "open": clock.today() <= drive.closes,
    }  # fmt: skip


def _mine(actor: Actor) -> QuerySet[Brand]:
    return Brand.objects.visible_to(actor, "brand.edit").living().select_related("unit").order_by("unit__order")


def join(actor: Actor, pk: int, posted: Mapping[str, str]) -> None:
    """A brand of the actor takes part."""
    drive, chosen = drive_get(actor, pk), posted.get("brand", "")
    if not chosen.isdigit():
        raise Refused(_("请选择一个品牌。"))
    brand = selectors.brand_get(actor, int(chosen[:18]), "brand.edit")
    services.drive_join(actor=actor, drive=drive, brand=brand, words=posted.get("words", ""))


def entry_get(actor: Actor, pk: int, entry_id: int) -> DriveEntry:
    """One entry of an exchange; 404 otherwise."""
    entry = drive_get(actor, pk).entries.select_related("brand__unit").filter(pk=entry_id).first()
    if entry is None:
        raise Refused(_("没有这条参加记录。"), status=404)
    return entry
