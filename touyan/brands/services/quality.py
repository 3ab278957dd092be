"""The quality standard (B9): self-check, visit, a signed decision, validity; and exchanges of brands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.brands import rules
from touyan.brands.beats import plus_months
from touyan.brands.models import (
    Brand,
    Criterion,
    Decision,
    Drive,
    DriveEntry,
    Review,
    ReviewMark,
    Standard,
)
from touyan.brands.rules import VALID_MONTHS, Life, Quality, ReviewState, Verdict
from touyan.brands.services.contents import happened, running
from touyan.core import clock, journal
from touyan.core.errors import Difference, Refused, Stale
from touyan.core.texts import whole
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Level


def _city_office(actor: Actor, action: str) -> None:
    """The standard belongs to the whole city: whoever acts must hold the action on a committee of the city."""
    reach = policy.units(actor, action)
    if not Unit.objects.filter(pk__in=reach, kind="committee", level=Level.CITY).exists():
        raise Refused(_("标准由市政协机关修订。"), status=403)


@transaction.atomic
def standard_revise(
    *, actor: Actor, title: str, effective: dt.date, why: str, criteria: list[tuple[str, str, str]]
) -> Standard:
    """A new version of the standard: (requirement, what to look at, level) in order. Earlier versions stay as they were."""
    _city_office(actor, "brand.steer")
    if not criteria or any(not name.strip() or not evidence.strip() for name, evidence, _level in criteria):
        raise Refused(_("每条要求都要写明看什么。"), possible=_("一行一条，写作“要求｜看什么”。"))
    last = Standard.objects.first()
    if last is not None and not why.strip():
        raise Refused(_("修订请写明理由。"))
    made = Standard.objects.create(
        number=last.number + 1 if last else 1, title=whole(title, 60, _("标题")), effective=effective, why=whole(why, 200, _("理由")), by_name=actor.name[:60]
    )  # fmt: skip
    Criterion.objects.bulk_create(
        Criterion(
            standard=made,
            order=order,
            name=whole(name, 80, _("名称")),
            evidence=whole(evidence, 160, _("证明")),
            level=level,
        )
        for order, (name, evidence, level) in enumerate(criteria, 1)
    )
    journal.record(actor, "brand.steer", made, detail={"verb": "standard", "number": made.number})
    return made


def standard_on(day: dt.date) -> Standard | None:
    """The version that applies on `day`: the latest that has come into effect."""
    return Standard.objects.filter(effective__lte=day).order_by("-effective", "-number").first()


@transaction.atomic
def review_open(*, actor: Actor, brand: Brand, target: str) -> Review:
    """The unit begins its self-check by the standard of today, for certification or for the model level."""
    policy.require(actor, "brand.edit", brand.unit_id)
    running(brand)
    if brand.life == Life.DRAFT:
        raise Refused(_("品牌还没有发布，请先发布。"))
    standard = standard_on(clock.today())
    if standard is None:
        raise Refused(_("质量标准还没有施行。"), possible=_("由市政协机关制定后再自查。"))
    if brand.reviews.exclude(state=ReviewState.DECIDED).exists():
        raise Refused(_("上一次认定还在进行。"), status=409)
    if target == Quality.MODEL and brand.quality == Quality.NONE:
        raise Refused(_("先通过达标认定，再申请示范品牌。"))
    review = Review.objects.create(brand=brand, standard=standard, target=target)
    levels = [Quality.CERTIFIED] if target == Quality.CERTIFIED else [Quality.CERTIFIED, Quality.MODEL]
    ReviewMark.objects.bulk_create(
        ReviewMark(review=review, criterion=criterion) for criterion in standard.criteria.filter(level__in=levels)
    )
    happened(brand, "review_open", actor, subject=str(review.get_target_display()))
    journal.record(actor, "brand.edit", brand, unit=brand.unit, detail={"verb": "review_open", "target": target})
    return review


@transaction.atomic
def review_submit(*, actor: Actor, review: Review, answers: dict[int, tuple[bool, str]]) -> Review:
    """The self-check is handed in: every criterion answered, each "met" with its evidence."""
    policy.require(actor, "brand.edit", review.brand.unit_id)
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.state != ReviewState.CHECKING:
        raise Refused(_("自查已经交上去了。"), status=409)
    marks = list(review.marks.select_related("criterion"))
    bare = [
        m.criterion.name
        for m in marks
        if m.pk not in answers or (answers[m.pk][0] and not answers[m.pk][1].strip())
    ]  # fmt: skip
    if bare:
        raise Refused(
            _("还缺证据：%(what)s。") % {"what": "；".join(bare[:4])},
            possible=_("达到的写明证据在哪里，没有达到的照实选“没有达到”。"),
        )
    for mark in marks:
        mark.met, mark.evidence = answers[mark.pk][0], whole(answers[mark.pk][1], 300, _("证明"))
    ReviewMark.objects.bulk_update(marks, ["met", "evidence"])
    review.state, review.submitted = ReviewState.SUBMITTED, clock.today()
    review.save(update_fields=["state", "submitted"])
    happened(review.brand, "review_submit", actor)
    journal.record(actor, "brand.edit", review.brand, unit=review.brand.unit, detail={"verb": "review_submit"})
    return review


@transaction.atomic
def review_visit(*, actor: Actor, review: Review, day: dt.date, found: str, seen: dict[int, bool]) -> Review:
    """The office was there: what it saw of each criterion, and in words."""
    policy.require(actor, "brand.steer", review.brand.unit_id)
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.state != ReviewState.SUBMITTED:
        raise Refused(_("这次认定现在是“%(state)s”。") % {"state": review.get_state_display()}, status=409)
    if day > clock.today() or (review.submitted and day < review.submitted - dt.timedelta(days=60)):
        raise Refused(_("查看日期应在自查前后，不晚于今天。"))
    if not found.strip():
        raise Refused(_("请写一两句看到的情况。"))
    marks = list(review.marks.all())
    for mark in marks:
        mark.seen = seen.get(mark.pk, False)
    ReviewMark.objects.bulk_update(marks, ["seen"])
    review.state, review.visited, review.found, review.visitor = (
        ReviewState.VISITED,
        day,
        whole(found, 600, _("发现的问题")),
        actor.name[:60],
    )
    review.save(update_fields=["state", "visited", "found", "visitor"])
    happened(review.brand, "review_visit", actor)
    journal.record(actor, "brand.steer", review.brand, unit=review.brand.unit, detail={"verb": "review_visit"})
    return review


def ready_review(brand: Brand) -> Review | None:
    """The review that waits for a decision."""
    return brand.reviews.filter(state=ReviewState.VISITED).first()


def unmet(review: Review) -> list[str]:
    """Criteria that the visit did not find met."""
    return [mark.criterion.name for mark in review.marks.select_related("criterion") if not (mark.met and mark.seen)]


@transaction.atomic
def decision_sign(*, actor: Actor, brand: Brand, verdict: str, reason: str, basis: str = "") -> Decision:
    """A named leader signs, with reasons. Granting and raising need a visited review without a gap; the model level names
    other bodies and needs its approval basis. Nobody signs for a brand of the unit that the grant itself names."""
    policy.require(actor, "brand.sign", brand.unit_id)
    brand = Brand.objects.select_for_update().get(pk=brand.pk)
    running(brand)
    if any(held.unit_id == brand.unit_id for held in actor.held) and brand.kind == rules.BrandKind.REGION:
        raise Refused(_("本单位的品牌由上级签署。"), status=403)
    review = ready_review(brand)
    if verdict not in rules.verdicts(brand.quality, reviewed=review is not None):
        raise Refused(
            _("现在不能作出这个决定。"),
            possible=_("认定、保留、晋级要先自查并实地查看；降级和撤销随时可以。"),
            status=409,
        )
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    if review is not None and verdict in (Verdict.GRANT, Verdict.RAISE, Verdict.KEEP) and (gaps := unmet(review)):
        raise Refused(_("还有要求没有达到：%(what)s。") % {"what": "；".join(gaps[:4])}, possible=_("补齐后再查看一次，或作降级、撤销。"))  # fmt: skip
    if verdict == Verdict.RAISE:
        if review is None or review.target != Quality.MODEL:
            raise Refused(_("这次认定申请的不是示范品牌。"))
        if not basis.strip():
            raise Refused(
                _("“示范品牌”是对其他单位的命名，请写明批准依据。"),
                possible=_("没有批准依据的，可以办成不排名的交流。"),
            )
    return _signed(actor, brand, review, verdict, reason, basis)


def _signed(actor: Actor, brand: Brand, review: Review | None, verdict: str, reason: str, basis: str) -> Decision:
    today = clock.today()
    level = rules.level_after(brand.quality, verdict)
    made = Decision.objects.create(
        brand=brand, review=review, verdict=verdict, level=level, reason=whole(reason, 300, _("理由")), basis=whole(basis, 120, _("依据")),
        signed_by=actor.name[:60], account_id=actor.account_id, on=today,
        valid_until=plus_months(today, VALID_MONTHS) if level else None,
    )  # fmt: skip
    brand.quality, brand.valid_until = level, made.valid_until
    brand.version += 1
    brand.save(update_fields=["quality", "valid_until", "version"])
    if review is not None:
        review.state = ReviewState.DECIDED
        review.save(update_fields=["state"])
    happened(brand, "decision", actor, subject=verdict, reason=reason)
    journal.record(actor, "brand.sign", brand, unit=brand.unit, detail={"verdict": verdict, "level": level})
    return made


@transaction.atomic
def drive_save(*, actor: Actor, drive: Drive, values: dict[str, Any], version: int | None) -> Drive:
    """An exchange, or a campaign that names bodies, which is refused without its approval basis."""
    policy.require(actor, "brand.steer", values["unit"])
    if values.get("naming") and not (
        values.get("approved_by") and values.get("approval_no") and values.get("approved_on")
    ):
        raise Refused(
            _("命名其他单位的活动，要写明批准机关、文号和日期。"),
            possible=_("没有批准的，请办成不排名、不命名的交流。"),
        )
    if values["closes"] < values["opens"]:
        raise Refused(_("结束日期应在开始日期之后。"))
    if drive.pk:
        stands = Drive.objects.select_for_update().get(pk=drive.pk)
        policy.require(actor, "brand.steer", stands.unit_id)
        if stands.version != version:
            raise Stale([Difference(_("名称"), stands.title, values["title"])])
        drive.version = stands.version + 1
    for name, value in values.items():
        setattr(drive, name, value)
    drive.save()
    journal.record(actor, "brand.steer", drive, unit=drive.unit, detail={"verb": "drive", "naming": drive.naming})
    return drive


@transaction.atomic
def drive_join(*, actor: Actor, drive: Drive, brand: Brand, words: str) -> DriveEntry:
    """The brand takes part of its own will. Refused once the exchange is over, for drafts, and without a sentence."""
    policy.require(actor, "brand.edit", brand.unit_id)
    if clock.today() > drive.closes:
        raise Refused(_("这次活动已经结束。"), status=409)
    if brand.life not in (Life.PUBLISHED, Life.RESTING):
        raise Refused(_("已发布的品牌才能参加。"))
    if not words.strip():
        raise Refused(_("请写一句带来什么做法。"))
    entry, _made = DriveEntry.objects.update_or_create(
        drive=drive, brand=brand, defaults={"words": whole(words, 200, _("内容")), "by_name": actor.name[:60]}
    )
    happened(brand, "drive_join", actor, subject=drive.title)
    journal.record(actor, "brand.edit", brand, unit=brand.unit, detail={"verb": "drive_join", "drive": drive.pk})
    return entry


@transaction.atomic
def drive_leave(*, actor: Actor, entry: DriveEntry) -> None:
    """The brand takes part no longer; no reason is asked."""
    policy.require(actor, "brand.edit", entry.brand.unit_id)
    journal.record(actor, "brand.edit", entry.brand, unit=entry.brand.unit, detail={"verb": "drive_leave"})
    entry.delete()
