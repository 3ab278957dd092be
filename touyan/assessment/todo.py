"""What assessment asks of people: look at a new score, answer an objection, sign a run."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.assessment import selectors, selectors_follow, selectors_outside, selectors_units
from touyan.assessment.rules import OPEN_TO_OBJECTION, ObjectionState, RunState, objection_deadline
from touyan.core import clock
from touyan.core.todo import Todo
from touyan.organizations.policy import Actor


def todos(actor: Actor) -> Iterator[Todo]:
    """Scores to look at, objections to answer, runs to sign."""
    if actor.person_id:
        yield from _own(actor)
        for item in selectors_outside.asked_of(actor)[:10]:
            title = _("填写：%(text)s") % {"text": item.text[:40]}
            yield Todo(title, reverse("indicator_answer", args=[item.pk]), item.outside.due, verb=_("填写"))
    if actor.may("objection.answer"):
        for objection in selectors.objections_for(actor, state=ObjectionState.OPEN)[:20]:
            url = reverse("objection_page", args=[objection.pk])
            yield Todo(_("答复%(name)s的异议") % {"name": objection.result}, url, objection.due, verb=_("答复"))
    for run in selectors_follow.notices_for(actor)[:2] if actor.person_id else ():
        title = _("查看公示：%(label)s") % {"label": run.label}
        yield Todo(title, reverse("run_notice", args=[run.pk]), run.notice_until, verb=_("查看"))
    if actor.may("result.use"):
        for proposal in selectors_follow.proposals_for(actor)[:10]:
            title = _("研究：%(name)s，%(what)s") % {"name": proposal.result, "what": proposal.title}
            yield Todo(title, reverse("proposal_page", args=[proposal.pk]), verb=_("查看"))
    for duty, line, left in selectors_units.owed_by(actor)[:10]:
        title = _("评分：%(line)s，还差 %(n)s 个单位") % {"line": f"{duty.part} {line.title}", "n": left}
        url = reverse("mark_page", args=[duty.pk])
        yield Todo(title, url, duty.due, unit=duty.office.short, verb=_("评分"), icon="pen")
    if actor.may("run.sign"):
        for run in selectors.runs_for(actor).filter(state=RunState.REVIEWED)[:5]:
            yield Todo(_("签署：%(label)s") % {"label": run.label}, reverse("run_page", args=[run.pk]), verb=_("查看"))


def _own(actor: Actor) -> Iterator[Todo]:
    for result in selectors.my_results(actor).filter(run__state__in=OPEN_TO_OBJECTION)[:3]:
        last = objection_deadline(result.run.shown_on)  # type: ignore[arg-type]
        if clock.today() <= last:
            title = _("查看我的得分：%(label)s") % {"label": result.run.label}
            yield Todo(title, reverse("result_page", args=[result.pk]), last, verb=_("查看"), icon="target")
