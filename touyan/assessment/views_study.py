"""Pages of studies: the replay before adoption, progress, the one printable page; a run computed again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.assessment import launch, selectors, selectors_study, services_study
from touyan.assessment.forms_study import ReplayForm
from touyan.assessment.rules import StudyKind
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.access import Request, form, reads, writes


@form("scheme.edit")
def replay_start(request: Request, pk: int) -> HttpResponse:
    """Choose what to compare a scheme with."""
    text = selectors.scheme_get(request.actor, pk)
    policy.require(request.actor, "scheme.edit", text.body)
    keys, others = selectors_study.parts_of(text), selectors_study.comparable(request.actor, text)
    years = list(range(clock.today().year, clock.today().year - 4, -1))
    bound = ReplayForm(request.POST or None, keys=keys, others=others, years=years, initial={"year": years[1]})
    if bound.is_valid():
        data = bound.cleaned_data
        other, _colon, key = data.pop("against").partition(":")
        against = selectors.scheme_get(request.actor, int(other))
        made = services_study.replay_start(actor=request.actor, text=text, against=against, against_key=key, **data)
        launch.start_study(made)
        return redirect("study_page", pk=made.pk)
    context = {"scheme": text, "form": bound, "possible": bool(keys and others)}
    return render(request, "assessment/replay_start.html", context, status=422 if bound.is_bound else 200)


@reads("run.view")
def study_page(request: Request, pk: int) -> HttpResponse:
    """A study: its progress, then what came of it, on one printable page."""
    study = selectors_study.study_get(request.actor, pk)
    done = bool(study.outcome)
    replay = study.kind == StudyKind.REPLAY
    context = {"study": study, "done": done, "sides": selectors_study.sides_of(study) if done and replay else []}
    return render(request, "assessment/replay_page.html" if replay else "assessment/study_page.html", context)


@writes("proof.view")
def run_repeat(request: Request, pk: int) -> HttpResponse:
    """Compute a run again and compare the digests."""
    run = selectors.run_get(request.actor, pk)
    study = services_study.again_start(actor=request.actor, run=run)
    launch.start_study(study)
    return redirect("study_page", pk=study.pk)


@writes("scheme.edit")
def cases_check(request: Request, pk: int) -> HttpResponse:
    """Check the hand cases of a scheme."""
    text = selectors.scheme_get(request.actor, pk)
    if not text.cases.strip():
        raise Refused(_("还没有写手算用例。"), possible=_("请先在细则页写几个用例。"))
    launch.start_study(services_study.cases_start(actor=request.actor, text=text))
    return redirect("scheme_page", pk=pk)
