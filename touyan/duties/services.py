"""The verbs of the ledger: post, correct, void, confirm, object, verify. Nothing here changes a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, events, journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.duties import ledger
from touyan.duties.models import Confirmation, DutyRecord, OwnWords, Work, WorkLink
from touyan.duties.rules import Draft, Proof
from touyan.duties.words import LinkKind, Nature, Source, Verdict
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor

CHANGEABLE = frozenset(
    {"stage", "level", "form", "outcome", "role", "by", "tag", "place", "authors", "share", "quantity", "day", "kind"}
    | {"unit_id", "person_id", "work_id", "title"}
)


@transaction.atomic
def work_open(
    *,
    actor: Actor,
    unit: Unit,
    kind: str,
    title: str,
    day: Any,
    summary: str = "",
    page_kind: str = "",
    page_id: int | None = None,
    source_name: str = "",
    source_no: str = "",
    action: str = "duty.post",
) -> Work:
    """A new work of `unit`, begun on `day`; `page_kind` and `page_id` say where it has its own page."""
    if not (policy.permits()[action].own and actor.person_id):
        policy.require(actor, action, unit)
    committee_id = ledger.committees_of([unit.pk]).get(unit.pk)
    if committee_id is None:
        raise Refused(_("该单位不在任何政协委员会之下。"))
    return Work.objects.create(
        committee_id=committee_id,
        unit=unit,
        kind=kind,
        title=whole(title, 200, _("题目")),
        summary=summary,
        day=day,
        page_kind=page_kind,
        page_id=page_id,
        source_name=source_name,
        source_no=source_no,
    )


def record_post(*, actor: Actor, draft: Draft, action: str = "duty.post") -> DutyRecord:
    """One row is booked, once per key."""
    return records_post_many(actor=actor, drafts=[draft], action=action)[0]


@transaction.atomic
def records_post_many(*, actor: Actor, drafts: Sequence[Draft], action: str = "duty.post") -> list[DutyRecord]:
    """All rows are booked or none, each once per key. `action` is what the actor is doing in the calling room."""
    own = policy.permits()[action].own
    foreign = {draft.unit_id for draft in drafts if not (own and draft.person_id == actor.person_id is not None)}
    for unit_id in foreign:
        policy.require(actor, action, unit_id)
    rows = ledger.append(drafts, entered_by=actor)
    if rows:
        journal.record(actor, action, rows[0], detail={"verb": "post", "rows": len(rows), "first": rows[0].seq})
    return rows


def current(record: DutyRecord) -> DutyRecord:
    """The row that stands in place of `record` today: itself, or the last of its corrections."""
    while (later := DutyRecord.objects.filter(corrects=record).first()) is not None:
        record = later
    return record


@transaction.atomic
def record_correct(
    *,
    actor: Actor,
    record: DutyRecord,
    reason: str,
    changes: dict[str, Any],
    action: str = "duty.correct",
    key: str = "",
) -> DutyRecord:
    """A new row stands in place of `record`, which stays readable. `changes` names fields of a draft."""
    policy.require(actor, action, record.unit_id)
    if unknown := set(changes) - CHANGEABLE:
        raise Refused(_("这些内容不能更正：%(names)s。") % {"names": "、".join(sorted(unknown))})
    _refuse_own(actor, record)
    _refuse_settled(record, reason)
    draft = replace(_draft_of(record), **changes)
    if draft == _draft_of(record):
        raise Refused(_("更正后的内容与原记录相同。"), possible=_("如无需更正，请返回。"))
    return _supersede(actor, record, draft, Nature.CORRECTION, reason, action, key)


@transaction.atomic
def record_void(
    *, actor: Actor, record: DutyRecord, reason: str, action: str = "duty.correct", key: str = ""
) -> DutyRecord:
    """`record` no longer counts: a new row says so and why."""
    policy.require(actor, action, record.unit_id)
    _refuse_own(actor, record)
    _refuse_settled(record, reason)
    return _supersede(actor, record, _draft_of(record), Nature.VOID, reason, action, key)


def record_take_back(*, actor: Actor, record: DutyRecord) -> DutyRecord:
    """For the author of a claim: a new row withdraws it. The caller has checked that it is the actor's own."""
    _refuse_settled(record, "-")
    return _supersede(actor, record, _draft_of(record), Nature.VOID, _("本人撤回"), "work.claim", "")


def _refuse_settled(record: DutyRecord, reason: str) -> None:
    if not reason.strip():
        raise Refused(_("请写明更正的原因。"))
    if record.nature == Nature.VOID or DutyRecord.objects.filter(corrects=record).exists():
        raise Refused(_("这条记录已被更正或作废。"), possible=_("请打开最新的一条再办理。"), status=409)


def _refuse_own(actor: Actor, record: DutyRecord) -> None:
    if record.person_id is not None and record.person_id == actor.person_id:
        raise Refused(_("本人的记录请由他人更正。"), possible=_("请联系上级单位工作人员。"), status=403)


def _draft_of(record: DutyRecord) -> Draft:
    return Draft(
        key=record.key,
        unit_id=record.unit_id,
        kind=record.kind,
        stage=record.stage,
        day=record.business_date,
        person_id=record.person_id,
        work_id=record.work_id,
        level=record.level,
        form=record.form,
        outcome=record.outcome,
        role=record.role,
        by=record.by,
        tag=record.tag,
        place=record.place,
        authors=record.authors,
        share=record.share,
        quantity=record.quantity,
        title=record.title,
        proof=Proof(record.proof_kind, record.proof_id, record.proof_label),
        source=record.source,
        committee_id=record.committee_id,
    )


def _supersede(
    actor: Actor, record: DutyRecord, draft: Draft, nature: str, reason: str, action: str, key: str
) -> DutyRecord:
    # A correction by the office is no longer a mere claim of the person concerned.
    source = Source.RECORDED if draft.source == Source.CLAIMED else draft.source
    draft = replace(
        draft,
        key=key or f"{nature}:{record.pk}",
        nature=nature,
        corrects_id=record.pk,
        source=source,
        reason=whole(reason, 200, _("更正原因")),
    )
    row = ledger.append([draft], entered_by=actor)[0]
    journal.record(actor, action, row, unit=record.unit, detail={"verb": nature, "corrects": record.pk, "seq": row.seq})
    events.publish("record_corrected", record_id=row.pk, corrects_id=record.pk)
    return row


@transaction.atomic
def record_confirm(*, actor: Actor, record: DutyRecord) -> Confirmation:
    """The person concerned says that the row is right."""
    _own(actor, record)
    return _say(actor, record, Verdict.CONFIRMED, "")


@transaction.atomic
def records_confirm_all(*, actor: Actor, year: int) -> int:
    """Every row of the actor's own in `year` about which nothing was said is confirmed; returns how many."""
    if actor.person_id is None:
        raise Refused(_("该账号没有对应的委员。"), status=403)
    rows = DutyRecord.objects.effective().filter(
        person_id=actor.person_id, business_date__year=year, confirmations__isnull=True
    )
    now = clock.now()
    said = [
        Confirmation(
            record=row, verdict=Verdict.CONFIRMED, at=now, by_account=actor.account_id, by_name=actor.name[:60]
        )
        for row in rows
    ]
    Confirmation.objects.bulk_create(said)
    journal.record(actor, "duty.confirm", detail={"verb": "confirm_all", "year": year, "rows": len(said)})
    return len(said)


@transaction.atomic
def record_object(*, actor: Actor, record: DutyRecord, reason: str) -> Confirmation:
    """The person concerned says that the row is wrong, and why; the unit must answer."""
    _own(actor, record)
    if not reason.strip():
        raise Refused(_("请写明哪里不对。"), possible=_("例如：当天我到会，记录为缺席。"))
    return _say(actor, record, Verdict.OBJECTED, reason)


@transaction.atomic
def record_keep(*, actor: Actor, record: DutyRecord, reason: str) -> Confirmation:
    """After an objection the unit has looked and keeps the row, with its reason."""
    policy.require(actor, "duty.verify", record.unit_id)
    if record.person_id == actor.person_id:
        raise Refused(_("本人的记录请由他人核实。"), status=403)
    if not reason.strip():
        raise Refused(_("请写明维持原记录的理由。"))
    return _say(actor, record, Verdict.KEPT, reason)


@transaction.atomic
def record_verify(*, actor: Actor, record: DutyRecord) -> Confirmation:
    """A row that a person entered about oneself counts from now on. Nobody verifies the own row."""
    policy.require(actor, "duty.verify", record.unit_id)
    if record.person_id == actor.person_id:
        raise Refused(_("本人自报的记录请由他人核实。"), status=403)
    if record.source != Source.CLAIMED:
        raise Refused(_("这条记录不是自报的，不需要核实。"))
    return _say(actor, record, Verdict.VERIFIED, "")


def _own(actor: Actor, record: DutyRecord) -> None:
    if actor.person_id is None or record.person_id != actor.person_id:
        raise Refused(_("只有本人可以确认或提出异议。"), status=403)


def _say(actor: Actor, record: DutyRecord, verdict: Verdict, reason: str) -> Confirmation:
    if record.nature == Nature.VOID or DutyRecord.objects.filter(corrects=record).exists():
        raise Refused(_("这条记录已被更正或作废。"), possible=_("请查看最新的一条。"), status=409)
    last = Confirmation.objects.filter(record=record).last()
    if last is not None and last.verdict == verdict and last.by_account == actor.account_id:
        return last
    said = Confirmation.objects.create(
        record=record,
        verdict=verdict,
        at=clock.now(),
        by_account=actor.account_id,
        by_name=actor.name[:60],
        reason=whole(reason, 300, _("理由")),
    )
    journal.record(actor, "duty.confirm", record, unit=record.unit, detail={"verdict": str(verdict)})
    events.publish("record_confirmed", record_id=record.pk)
    return said


@transaction.atomic
def work_link(*, actor: Actor, source: Work, target: Work, kind: str = LinkKind.BECAME) -> WorkLink:
    """`source` led to `target`: the chain from an activity to an adopted proposal grows by one link (A3)."""
    if not any(policy.can(actor, "duty.post", unit_id) for unit_id in (source.unit_id, target.unit_id)):
        policy.require(actor, "duty.post", target.unit_id)
    if source.pk == target.pk or _leads_to(target.pk, source.pk):
        raise Refused(_("这样联结会绕成一圈。"), possible=_("请检查先后次序。"))
    link, made = WorkLink.objects.get_or_create(
        source=source, target=target, defaults={"kind": kind, "by_name": actor.name[:60]}
    )
    if made:
        journal.record(actor, "duty.post", target, unit=target.unit, detail={"verb": "link", "source": source.pk})
    return link


def _leads_to(start: int, goal: int) -> bool:
    seen, edge = {start}, {start}
    while edge:
        edge = set(WorkLink.objects.filter(source_id__in=edge).values_list("target_id", flat=True)) - seen
        if goal in edge:
            return True
        seen |= edge
    return False


@transaction.atomic
def own_words_write(*, actor: Actor, year: int, text: str) -> OwnWords:
    """The actor's own text of the year is `text`. It is shown in the duty file and read by nothing else."""
    if actor.person_id is None:
        raise Refused(_("该账号没有对应的委员。"), status=403)
    words, _made = OwnWords.objects.get_or_create(person_id=actor.person_id, year=year)
    words.text, words.version = whole(text, 600, _("内容")), words.version + 1
    words.save(update_fields=["text", "version"])
    journal.record(actor, "duty.confirm", words, detail={"verb": "own_words", "year": year})
    return words
