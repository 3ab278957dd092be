"""What becomes of a task: accepted, handed to another, proved, returned, cancelled. Each move by the table of moves."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from touyan.core import clock, events, journal
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.core.words import date_words
from touyan.organizations import policy
from touyan.organizations.models import Person
from touyan.organizations.policy import Actor
from touyan.planning import selectors
from touyan.planning.models import Proof, Task, TaskEvent
from touyan.planning.rhythms import Rhythm, period_label
from touyan.planning.rules import MOVES, RecordKind, TaskState


def _move(
    actor: Actor, task: Task, verb: str, *, words: str = "", version: int | None = None, after: str | None = None
) -> Task:
    """Carry out one move: who may, from which state, with which reason; event and journal are written."""
    move = MOVES[verb]
    if not (move.responsible and actor.person_id and actor.person_id == task.responsible_id):
        policy.require(actor, move.action, task.unit)
    if task.state not in move.before or (version is not None and version != task.version):
        raise Refused(
            _("任务现在是“%(state)s”，不能“%(verb)s”。") % {"state": TaskState(task.state).label, "verb": move.label},
            possible=_("请刷新页面，看看刚才是否有人办理过。"),
            status=409,
        )
    words = whole(words, 300, _("理由"))
    if move.reason and not words:
        raise Refused(_("请写明理由。"), possible=_("一句话即可，对方会看到。"))
    before, task.state = task.state, after or move.after
    task.version += 1
    if task.state != TaskState.DONE:
        task.done_on = None
    task.reason = words if move.reason else ""
    task.save()
    TaskEvent.objects.create(task=task, by_name=actor.name, verb=verb, before=before, after=task.state, words=words)
    journal.record(actor, move.action, task, unit=task.unit, detail={"verb": verb, "period": task.period})
    return task


@transaction.atomic
def task_accept(*, actor: Actor, task_id: int) -> Task:
    """The responsible person has taken the task on."""
    return _move(actor, selectors.task_locked(actor, task_id), "accept")


@transaction.atomic
def task_ask(*, actor: Actor, task_id: int, reason: str) -> Task:
    """The responsible person asks that another be named, and says why."""
    return _move(actor, selectors.task_locked(actor, task_id), "ask", words=reason)


@transaction.atomic
def task_assign(*, actor: Actor, task_id: int, person: Person) -> Task:
    """`person` is responsible from now on and is asked to accept. A person who belongs to the unit, or holds a post in it."""
    task = selectors.task_locked(actor, task_id)
    if not selectors.belongs(person, task.unit, clock.today()):
        raise Refused(
            _("%(name)s目前不在%(unit)s。") % {"name": person.name, "unit": task.unit.short},
            possible=_("请从本单位的人员中选择。"),
        )
    before = task.responsible.name if task.responsible else _("未指定")
    task.responsible = person
    return _move(actor, task, "assign", words=f"{before} → {person.name}")


@transaction.atomic
def task_prove(*, actor: Actor, task_id: int, record_kind: str, record_id: int, label: str, day: dt.date) -> Task:
    """The task is done, with this record as its proof; `day` is the day of the record.

    Refused when the record is of a kind that does not prove the action, when its day lies outside the period (four
    quarterly meetings in December are one), or when it already proves another period of the same action.
    """
    task = selectors.task_locked(actor, task_id)
    _check_proof(task, record_kind, day)
    try:
        with transaction.atomic():
            Proof.objects.create(
                task=task,
                action_id=task.action_id,
                record_kind=record_kind,
                record_id=record_id,
                label=label[:200],
                day=day,
                by_name=actor.name,
            )
    except IntegrityError:
        raise Refused(
            _("“%(label)s”已经证明了同一动作的另一期，不能再算一次。") % {"label": label[:60]},
            possible=_("请选另一条记录。"),
        ) from None
    task.done_on = day
    done = _move(actor, task, "prove", words=label)
    events.publish("task_done", task_id=task.pk)
    return done


def _check_proof(task: Task, record_kind: str, day: dt.date) -> None:
    wanted = task.action.proofs or [RecordKind.NOTE]
    if record_kind not in wanted:
        names = "、".join(str(RecordKind(kind).label) for kind in wanted)
        raise Refused(_("这项任务要用%(names)s来证明。") % {"names": names}, possible=_("请选择相应的记录。"))
    if day > clock.today():
        raise Refused(_("记录的日期还没有到。"), possible=_("请在事情办完后再提交。"))
    if not task.start <= day <= task.last:
        raise Refused(
            _("记录日期%(day)s不在%(period)s之内（%(start)s至%(last)s）。")
            % {
                "day": date_words(day),
                "period": period_label(task.period),
                "start": date_words(task.start),
                "last": date_words(task.last),
            },
            possible=_("请选择这一期的记录；每一期都要有自己的记录。"),
        )


@transaction.atomic
def task_explain(*, actor: Actor, task_id: int, words: str, day: dt.date) -> Task:
    """A one-off task without a kind of record is done by the responsible person's own sentence."""
    task = selectors.task_locked(actor, task_id)
    if task.action.proofs and task.action.rhythm != Rhythm.ONCE:
        raise Refused(_("这项任务要由记录证明，不能只写说明。"), possible=_("请从系统找到的记录中选择。"))
    if not words.strip():
        raise Refused(_("请写明完成情况。"), possible=_("一句话即可。"))
    return task_prove(
        actor=actor, task_id=task_id, record_kind=RecordKind.NOTE, record_id=task_id, label=words.strip(), day=day
    )


@transaction.atomic
def task_unprove(*, actor: Actor, task_id: int, reason: str) -> Task:
    """The proof is withdrawn and stays readable; the task is open again."""
    task = selectors.task_locked(actor, task_id)
    task.proofs.filter(withdrawn=False).update(withdrawn=True)
    return _move(actor, task, "unprove", words=reason)


@transaction.atomic
def task_return(*, actor: Actor, task_id: int, reason: str) -> Task:
    """The level above asks for more: the proof is set aside, the reason is shown to the responsible person."""
    task = selectors.task_locked(actor, task_id)
    task.proofs.filter(withdrawn=False).update(withdrawn=True)
    return _move(actor, task, "return", words=reason)


@transaction.atomic
def task_cancel(*, actor: Actor, task_id: int, reason: str) -> Task:
    """The task is asked for no more; its minutes leave the burden ledger, and the reason stays."""
    return _move(actor, selectors.task_locked(actor, task_id), "cancel", words=reason)


@transaction.atomic
def task_restore(*, actor: Actor, task_id: int, reason: str) -> Task:
    """A cancelled task is asked for again."""
    return _move(actor, selectors.task_locked(actor, task_id), "restore", words=reason)


@transaction.atomic
def proof_withdraw(*, actor: Actor, record_kind: str, record_id: int, reason: str) -> int:
    """For the room that holds the record: it was struck out, so tasks it proved are open again. Returns how many."""
    proofs = Proof.objects.filter(record_kind=record_kind, record_id=record_id, withdrawn=False)
    tasks = list(proofs.values_list("task_id", flat=True))
    for task_id in tasks:
        task_unprove(actor=actor, task_id=task_id, reason=reason)
    return len(tasks)
