"""The verbs of assessment: write and sign a scheme, start a run, move it on, object, answer, use a result."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.assessment import rules, scheme, seals, selectors
from touyan.assessment.models import ExceptionSignature, Objection, Result, ResultUse, Run, SchemeText, Signature
from touyan.assessment.proposing import proposals_make
from touyan.assessment.rules import ObjectionState, RunState, SchemeState, Use
from touyan.core import clock, events
from touyan.core.errors import Difference, Refused, Stale
from touyan.core.texts import whole
from touyan.core.words import date_words
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor


@transaction.atomic
def scheme_draft(
    *, actor: Actor, body: Unit, title: str, version: str, text: str, replaces: SchemeText | None = None
) -> SchemeText:
    """A draft of a rule. It may still have problems; the page lists them."""
    policy.require(actor, "scheme.edit", body)
    if SchemeText.objects.filter(body=body, title=title, version=version).exists():
        raise Refused(_("“%(title)s”的这个版本已经有了。") % {"title": title}, possible=_("请换一个版本名。"))
    made = SchemeText.objects.create(
        body=body,
        title=title,
        version=version,
        text=text,
        digest=scheme.digest_of(text),
        replaces=replaces,
        created_by=actor.name,
    )
    seals.record(actor, "scheme.edit", made, unit=body, detail={"digest": made.digest})
    return made


@transaction.atomic
def scheme_write(*, actor: Actor, draft: SchemeText, text: str, row_version: int) -> SchemeText:
    """Another text for a draft. A signed version is never changed: copy it to a new one."""
    policy.require(actor, "scheme.edit", draft.body)
    stands = SchemeText.objects.select_for_update().get(pk=draft.pk)
    if stands.state != SchemeState.DRAFT:
        raise Refused(_("已施行的细则不能改动。"), possible=_("请复制为新版本后修改。"), status=409)
    if stands.row_version != row_version:
        raise Stale([Difference(_("细则文本"), stands.text, text)])
    stands.text, stands.digest, stands.row_version = text, scheme.digest_of(text), row_version + 1
    stands.save(update_fields=["text", "digest", "row_version"])
    seals.record(actor, "scheme.edit", stands, unit=stands.body, detail={"digest": stands.digest})
    return stands


@transaction.atomic
def scheme_adopt(*, actor: Actor, draft: SchemeText) -> SchemeText:
    """A leader signs the scheme: from today it is in force, and the version that it replaces is retired."""
    policy.require(actor, "scheme.adopt", draft.body)
    document, problems = scheme.parsed(draft.text)
    if document is None:
        raise Refused(
            _("细则还有 %(n)s 处问题，不能签发。") % {"n": len(problems)}, possible=_("请先逐条改正。"), status=409
        )
    if draft.state != SchemeState.DRAFT:
        raise Refused(_("这部细则已经签发。"), status=409)
    if forbidden := scheme.blocking(draft.text):
        raise Refused(
            _("细则有 %(n)s 处不符合现行规定，不能签发。") % {"n": len(forbidden)},
            possible=_("请按细则页上逐条列出的办法修改；规定允许例外的，由具名的人签署理由后写入细则。"),
            status=409,
        )
    if unsigned := unsigned_exceptions(draft):
        raise Refused(
            _("有 %(n)s 处例外没有人签署。") % {"n": len(unsigned)},
            possible=_("请在细则页上由领导逐条签署例外，或删去。"),
            status=409,
        )
    draft.state, draft.adopted_by, draft.adopted_on = SchemeState.IN_FORCE, actor.name, clock.today()
    draft.effective_on = draft.effective_on or clock.today()
    draft.save(update_fields=["state", "adopted_by", "adopted_on", "effective_on"])
    if draft.replaces_id:
        retired = SchemeText.objects.get(pk=draft.replaces_id)
        retired.state = SchemeState.RETIRED
        retired.save(update_fields=["state"])
        seals.record(actor, "scheme.adopt", retired, unit=retired.body, detail={"verb": "retire"})
    seals.record(actor, "scheme.adopt", draft, unit=draft.body, detail={"digest": draft.digest})
    return draft


def unsigned_exceptions(text: SchemeText) -> list[str]:
    """Exceptions that stand in the text and that nobody signed here, for it or for the version it was copied from."""
    document, _problems = scheme.parsed(text.text)
    signed = set(
        ExceptionSignature.objects.filter(scheme_id__in=[text.pk, text.replaces_id or 0]).values_list(
            "part", "finding", "node", "by_name", "on"
        )
    )
    return [
        f"{part.title} › {one.node}"
        for part in (document.schemes if document else ())
        for one in part.exceptions
        if (part.key, one.finding, one.node, one.by, one.on) not in signed
    ]


@transaction.atomic
def run_queue(
    *,
    actor: Actor,
    adopted: SchemeText,
    scheme_key: str,
    label: str,
    as_of: dt.date | None = None,
    previous: Run | None = None,
    reason: str = "",
    lower: bool = False,
) -> Run:
    """A run waiting to be computed. A correction names the run it corrects and says why."""
    policy.require(actor, "run.start", adopted.body)
    if adopted.state == SchemeState.DRAFT:
        raise Refused(_("细则还没有签发，不能用来考评。"), possible=_("请先由领导签发。"), status=409)
    try:
        scheme.scheme_of(adopted.text, scheme_key)
    except KeyError:
        raise Refused(_("细则里没有这个方案。"), status=422) from None
    if previous is not None and not reason.strip():
        raise Refused(_("请说明更正的原因。"))
    run = Run.objects.create(
        scheme=adopted,
        scheme_key=scheme_key,
        label=label,
        as_of=as_of or clock.today(),
        previous=previous,
        reason=reason.strip(),
        lower=previous.lower if previous else lower,
        previous_digest=previous.result_digest if previous else "",
        started_by=actor.name,
        beat=clock.now(),
    )
    seals.record(actor, "run.start", run, unit=adopted.body, detail={"scheme": adopted.digest, "reason": reason})
    return run


SILENT = timedelta(minutes=2)


@transaction.atomic
def run_retry(*, actor: Actor, run: Run) -> Run:
    """A run that failed, or whose process has been silent for two minutes, waits again to be computed."""
    policy.require(actor, "run.start", run.scheme.body)
    silent = run.beat is None or clock.now() - run.beat > SILENT
    if run.state != RunState.FAILED and not (run.state in {RunState.QUEUED, RunState.COMPUTING} and silent):
        raise Refused(_("这次考评不需要重新计算。"), status=409)
    run.state, run.failure, run.beat = RunState.QUEUED, "", clock.now()
    run.save(update_fields=["state", "failure", "beat"])
    seals.record(actor, "run.start", run, unit=run.scheme.body, detail={"verb": "retry"})
    return run


@transaction.atomic
def run_step(*, actor: Actor, run: Run, verb: str) -> Run:
    """Move a run one step on, signed by the actor. Refused when the state does not allow it."""
    step = rules.BY_VERB.get(verb)
    stands = Run.objects.select_for_update().select_related("scheme__body").get(pk=run.pk)
    if step is None or stands.state != step.source:
        raise Refused(_("这次考评现在是“%(state)s”，不能这样办。") % {"state": stands.get_state_display()}, status=409)
    policy.require(actor, step.action, stands.scheme.body)
    _may_leave(stands, verb)
    stands.state, stands.row_version = step.target, stands.row_version + 1
    if verb == "show":
        stands.shown_on = clock.today()
    if verb == "notice":
        stands.notice_until = clock.today() + timedelta(days=rules.NOTICE_DAYS)
    stands.save()
    signed = Signature.objects.create(
        run=stands,
        verb=verb,
        account_id=actor.account_id,
        name=actor.name,
        at=clock.now(),
        result_digest=stands.result_digest,
    )
    seals.record(actor, step.action, signed, unit=stands.scheme.body)
    if verb == "show" and stands.previous_id:
        _supersede(actor, stands)
    if verb == "enforce":
        proposals_make(actor=actor, run=stands)
    seals.record(actor, step.action, stands, unit=stands.scheme.body, detail={"verb": verb, "state": stands.state})
    events.publish("run_moved", run_id=stands.pk, state=str(stands.state))
    return stands


def _may_leave(run: Run, verb: str) -> None:
    waiting = Objection.objects.filter(result__run=run, state__in=[ObjectionState.OPEN, ObjectionState.UPHELD]).count()
    if verb == "enforce":
        if run.notice_until and clock.today() <= run.notice_until:
            raise Refused(
                _("公示要到%(day)s才满。") % {"day": date_words(run.notice_until)},
                possible=_("请在公示期满后再办。"),
                status=409,
            )
        if waiting:
            raise Refused(_("还有 %(n)s 份异议没有办结。") % {"n": waiting}, possible=_("请先答复或更正。"), status=409)


def _supersede(actor: Actor, run: Run) -> None:
    """The corrected run is history once the correction is shown; its upheld objections are answered by this run."""
    before = Run.objects.get(pk=run.previous_id)
    before.state = RunState.SUPERSEDED
    before.save(update_fields=["state"])
    seals.record(actor, "run.start", before, unit=run.scheme.body, detail={"verb": "supersede"})
    for objection in Objection.objects.filter(result__run=before, state=ObjectionState.UPHELD):
        objection.state, objection.corrected_in = ObjectionState.CORRECTED, run
        objection.save(update_fields=["state", "corrected_in"])
        seals.record(actor, "objection.answer", objection, unit=run.scheme.body, detail={"verb": "correct"})


@transaction.atomic
def objection_make(*, actor: Actor, result: Result, text: str, node: str = "", fact: int | None = None) -> Objection:
    """The person scored objects to a line. The office answers in writing within ten days."""
    today = clock.today()
    if selectors.may_object(actor, result, today) is None:
        raise Refused(
            _("现在不能提出异议。"), possible=_("异议在本人查看后十天内提出；过期请联系考评办公室。"), status=409
        )
    if not text.strip():
        raise Refused(_("请写明哪里不对。"))
    made = Objection.objects.create(
        result=result,
        node=node[:60],
        fact=fact,
        text=whole(text, 500, _("内容")),
        made_on=today,
        due=rules.answer_deadline(today),
    )
    seals.record(actor, "score.own", made, unit=result.run.scheme.body, detail={"verb": "object", "node": node})
    events.publish("objection_made", objection_id=made.pk)
    return made


@transaction.atomic
def objection_answer(*, actor: Actor, objection: Objection, answer: str, upheld: bool) -> Objection:
    """The written answer. When the objection is upheld, a correction run must follow."""
    policy.require(actor, "objection.answer", objection.result.run.scheme.body)
    if objection.state != ObjectionState.OPEN:
        raise Refused(_("这份异议已经答复。"), status=409)
    if not answer.strip():
        raise Refused(_("请写明答复的理由。"))
    objection.state = ObjectionState.UPHELD if upheld else ObjectionState.EXPLAINED
    objection.answer, objection.answered_by = whole(answer, 500, _("答复")), actor.name
    objection.answered_on = clock.today()
    objection.save()
    seals.record(actor, "objection.answer", objection, unit=objection.result.run.scheme.body, detail={"upheld": upheld})
    return objection


@transaction.atomic
def result_use(*, actor: Actor, result: Result, kind: Use, basis: str, told_on: dt.date) -> ResultUse:
    """A leader commends, reminds or talks to someone on the ground of a result in force, and has told the person."""
    policy.require(actor, "result.use", result.run.scheme.body)
    if result.run.state != RunState.IN_FORCE:
        raise Refused(_("结果还没有生效，不能运用。"), possible=_("请在公示期满、签署生效后再办。"), status=409)
    if told_on > clock.today():
        raise Refused(_("告知日期不能在今天之后。"))
    used = ResultUse.objects.create(
        result=result,
        kind=kind,
        basis=whole(basis, 200, _("依据")),
        by_account=actor.account_id,
        by_name=actor.name,
        told_on=told_on,
    )
    seals.record(actor, "result.use", used, unit=result.run.scheme.body, detail={"kind": str(kind)})
    return used
