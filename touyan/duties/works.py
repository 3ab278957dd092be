"""The verbs of works (A6): entered with their authors, moved from stage to stage, each stage with its proof."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.duties import ledger, services
from touyan.duties.models import DutyRecord, Work
from touyan.duties.rules import Draft, Proof
from touyan.duties.words import AuthorRole, Source, Stage, WorkKind
from touyan.organizations import policy
from touyan.organizations.models import Membership, Unit, holding
from touyan.organizations.policy import Actor

BEGINNING = frozenset({Stage.SUBMITTED})


@dataclass(frozen=True)
class Author:
    """One author: the person, the place among the authors (1 = first), the share in 1/10,000 if it was fixed."""

    person_id: int
    place: int
    share: int | None = None


@transaction.atomic
def work_enter(
    *,
    actor: Actor,
    unit: Unit,
    kind: str,
    title: str,
    day: dt.date,
    authors: Sequence[Author],
    form: str = "",
    summary: str = "",
    source_name: str = "",
    source_no: str = "",
) -> Work:
    """A work with its authors stands as submitted. Entered by somebody who is only an author, it is claimed and waits to be verified."""
    claimed = not policy.can(actor, "duty.post", unit)
    _refuse_bad(actor, unit, kind, title, authors, claimed, day)
    work = services.work_open(
        actor=actor,
        unit=unit,
        kind=kind,
        title=title.strip(),
        day=day,
        summary=whole(summary, 4000, _("内容摘要")),
        source_name=source_name,
        source_no=source_no,
        action="work.claim" if claimed else "duty.post",
    )
    source = Source.CLAIMED if claimed else Source.IMPORTED if source_no else Source.RECORDED
    drafts = [
        stage_draft(work, author, len(authors), Stage.SUBMITTED, day, form=form, source=source) for author in authors
    ]
    if not drafts:
        drafts = [stage_draft(work, None, 0, Stage.SUBMITTED, day, form=form, source=source)]
    ledger.append(drafts, entered_by=actor)
    journal.record(actor, "work.claim" if claimed else "duty.post", work, unit=unit, detail={"authors": len(authors)})
    return work


def _refuse_bad(
    actor: Actor, unit: Unit, kind: str, title: str, authors: Sequence[Author], claimed: bool, day: dt.date
) -> None:
    if kind not in WorkKind.values or kind == WorkKind.ACTIVITY:
        raise Refused(_("请选择成果类别。"))
    if not title.strip():
        raise Refused(_("请填写题目。"))
    if len({author.person_id for author in authors}) != len(authors):
        raise Refused(_("同一个人在署名中出现了两次。"), possible=_("请检查作者。"))
    if sum(author.share or 0 for author in authors) > 10_000:
        raise Refused(_("各人份额相加超过100%。"), possible=_("请检查份额。"))
    if not claimed:
        return
    if actor.person_id is None or actor.person_id not in {author.person_id for author in authors}:
        raise Refused(_("只能自报本人参与的成果。"), status=403)
    if not Membership.objects.filter(holding(day), person_id=actor.person_id, unit=unit).exists():
        raise Refused(_("您在该日期不属于这个单位。"), status=403)


def stage_draft(
    work: Work,
    author: Author | None,
    authors: int,
    stage: str,
    day: dt.date,
    *,
    form: str = "",
    level: str = "",
    by: str = "",
    source: str = Source.RECORDED,
    proof: str = "",
    tag: str = "",
) -> Draft:
    """One author's row at one stage of a work; booked once per work, stage, level, person and day."""
    who = f"{author.person_id}" if author else "unit"
    return Draft(
        key=f"work:{work.pk}:{stage}:{level}:{who}:{day.isoformat()}",
        unit_id=work.unit_id,
        committee_id=work.committee_id,
        work_id=work.pk,
        person_id=author.person_id if author else None,
        kind=work.kind,
        stage=stage,
        level=level,
        form=form,
        by=by,
        role=(AuthorRole.LEAD if author.place == 1 else AuthorRole.CO) if author else "",
        place=author.place if author else None,
        authors=authors or None,
        share=author.share if author else None,
        day=day,
        title=work.title,
        source=source,
        tag=tag,
        proof=Proof("work", work.pk, proof or work.title),
    )


@transaction.atomic
def work_stage(
    *, actor: Actor, work: Work, stage: str, day: dt.date, level: str = "", by: str = "", proof: str = ""
) -> list[DutyRecord]:
    """The work has reached `stage` on `day`, for each of its authors; adopted and commended need a level and a proof."""
    policy.require(actor, "duty.post", work.unit_id)
    if stage not in Stage.values or stage in {Stage.ATTENDANCE, Stage.HELD, *BEGINNING}:
        raise Refused(_("请选择环节。"))
    if stage in {Stage.ADOPTED, Stage.COMMENDED} and not (level and proof.strip()):
        raise Refused(_("采用和表彰须写明层级和凭据。"), possible=_("凭据如：文号、采用通知的日期和单位。"))
    if day < work.day:
        raise Refused(_("日期早于提交的日期。"), possible=_("请检查日期。"))
    first = list(DutyRecord.objects.effective().filter(work=work, stage=Stage.SUBMITTED).order_by("place", "pk"))
    if not first:
        raise Refused(_("这项工作没有提交的记录，不能登记后续环节。"), status=409)
    drafts = [
        stage_draft(
            work,
            Author(row.person_id, row.place or 1, row.share) if row.person_id else None,
            row.authors or 0,
            stage,
            day,
            form=row.form,
            level=level,
            by=whole(by, 60, _("采用单位")),
            proof=proof.strip(),
        )
        for row in first
    ]
    return services.records_post_many(actor=actor, drafts=drafts)


@transaction.atomic
def work_verify(*, actor: Actor, work: Work) -> int:
    """Every claimed row of the work counts from now on; returns how many."""
    rows = DutyRecord.objects.effective().filter(work=work, source=Source.CLAIMED)
    rows = rows.exclude(confirmations__verdict="verified")
    for row in rows:
        services.record_verify(actor=actor, record=row)
    return len(rows)


@transaction.atomic
def claim_withdraw(*, actor: Actor, record: DutyRecord) -> DutyRecord:
    """A person takes back what only that person has said and nobody has verified."""
    if record.source != Source.CLAIMED or record.person_id != actor.person_id or actor.person_id is None:
        raise Refused(_("只能撤回本人自报、尚未核实的记录。"), status=403)
    if record.confirmations.filter(verdict="verified").exists():
        raise Refused(_("已经核实，不能撤回。"), possible=_("如有错误，请提出异议。"), status=409)
    return services.record_take_back(actor=actor, record=record)
