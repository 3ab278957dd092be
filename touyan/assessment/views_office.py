"""Pages of the assessment office: schemes, runs, objections, comparison."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.assessment import (
    comparing,
    forms,
    launch,
    scheme,
    selectors,
    selectors_follow,
    selectors_scheme,
    selectors_study,
    services,
)
from touyan.assessment.rules import Use, steps_from
from touyan.core import clock
from touyan.core.pages import page_of
from touyan.core.words import date_words
from touyan.organizations import policy
from touyan.organizations.access import Request, form, reads, writes
from touyan.organizations.selectors import units_for


@reads("scheme.view")
def scheme_list(request: Request) -> HttpResponse:
    """Schemes and their versions."""
    context = {"schemes": selectors.schemes_for(request.actor), "may_edit": request.actor.may("scheme.edit")}
    return render(request, "assessment/scheme_list.html", context)


@reads("scheme.view")
def scheme_page(request: Request, pk: int) -> HttpResponse:
    """One scheme: the paper rule clause by clause, beside what the machine reads; problems and findings."""
    text = selectors.scheme_get(request.actor, pk)
    document, problems = scheme.parsed(text.text)
    parts = [(one, scheme.lines(one)) for one in document.schemes] if document else []
    context = {
        "scheme": text,
        "parts": parts,
        "problems": problems,
        "findings": scheme.findings(text.text),
        "blocking": scheme.blocking(text.text),
        "unsigned": services.unsigned_exceptions(text),
        "cases": selectors_study.cases_of(text),
        "replays": selectors_study.replays_of(request.actor, text),
        "editable": selectors_scheme.editable(text),
        "may_edit": policy.can(request.actor, "scheme.edit", text.body),
        "may_adopt": policy.can(request.actor, "scheme.adopt", text.body),
        "may_run": policy.can(request.actor, "run.start", text.body),
    }
    return render(request, "assessment/scheme_page.html", context)


@form("scheme.edit")
def scheme_draft(request: Request) -> HttpResponse:
    """A new draft, or a copy of a version."""
    source = request.GET.get("copy", "")
    origin = selectors.scheme_get(request.actor, int(source)) if source.isdigit() else None
    start = {"body": origin.body_id, "title": origin.title, "text": origin.text} if origin else {}
    bodies = units_for(request.actor, "scheme.edit").filter(kind="committee")
    bound = forms.SchemeForm(request.POST or None, bodies=bodies, initial=start)
    if bound.is_valid():
        made = services.scheme_draft(actor=request.actor, replaces=origin, **bound.cleaned_data)
        return redirect("scheme_page", pk=made.pk)
    return render(request, "assessment/scheme_draft.html", {"form": bound}, status=422 if bound.is_bound else 200)


@form("scheme.edit")
def scheme_write(request: Request, pk: int) -> HttpResponse:
    """Edit a draft; all problems at once, each with its line."""
    draft = selectors.scheme_get(request.actor, pk)
    start = {"text": draft.text, "version": draft.row_version}
    bound = forms.SchemeTextForm(request.POST or None, initial=start)
    if bound.is_valid():
        data = bound.cleaned_data
        services.scheme_write(actor=request.actor, draft=draft, text=data["text"], row_version=data["version"])
        return redirect("scheme_page", pk=pk)
    _document, problems = scheme.parsed(draft.text)
    return render(request, "assessment/scheme_write.html", {"scheme": draft, "form": bound, "problems": problems})


@writes("scheme.adopt")
def scheme_adopt(request: Request, pk: int) -> HttpResponse:
    """A leader signs the scheme."""
    services.scheme_adopt(actor=request.actor, draft=selectors.scheme_get(request.actor, pk))
    messages.success(request, _("已签发，自今天起施行。"))
    return redirect("scheme_page", pk=pk)


@reads("run.view")
def run_list(request: Request) -> HttpResponse:
    """Runs, newest first."""
    page = page_of(request, selectors.runs_for(request.actor))
    return render(request, "assessment/run_list.html", {"page": page, "may_start": request.actor.may("run.start")})


@form("run.start")
def run_start(request: Request, pk: int) -> HttpResponse:
    """Start a run of this scheme."""
    text = selectors.scheme_get(request.actor, pk)
    policy.require(request.actor, "run.start", text.body)
    document, _problems = scheme.parsed(text.text)
    keys = [(one.key, one.title) for one in document.schemes] if document else []
    start = {"label": f"{text.title} {date_words(clock.today())}", "as_of": clock.today()}
    bound = forms.RunForm(request.POST or None, keys=keys, initial=start)
    if bound.is_valid():
        run = services.run_queue(actor=request.actor, adopted=text, **bound.cleaned_data)
        launch.start(run)
        return redirect("run_page", pk=run.pk)
    context = {"scheme": text, "form": bound}
    return render(request, "assessment/run_start.html", context, status=422 if bound.is_bound else 200)


@reads("run.view")
def run_page(request: Request, pk: int) -> HttpResponse:
    """One run: where it stands, what is missing, grades, comparison, what the next step is."""
    run = selectors.run_get(request.actor, pk)
    done = bool(run.result_digest)
    compared = selectors.comparison(run) if done else []
    steps = [s for s in steps_from(run.state) if policy.can(request.actor, s.action, run.scheme.body)]
    context = {
        "run": run,
        "steps": steps,
        "grades": selectors.grade_counts(run) if done else [],
        "missing": selectors_follow.missing(run) if done else [],
        "comparison": compared,
        "ranges": comparing.ranges(compared),
        "overlaps": comparing.overlaps(run) if done else [],
        "changes": selectors.changes(run) if done else [],
        "signatures": selectors.signatures_of(run),
        "may_start": policy.can(request.actor, "run.start", run.scheme.body),
    }
    return render(request, "assessment/run_page.html", context)


@writes("run.view")
def run_step(request: Request, pk: int, verb: str) -> HttpResponse:
    """Sign the run one step on."""
    run = services.run_step(actor=request.actor, run=selectors.run_get(request.actor, pk), verb=verb)
    messages.success(request, _("已办理，现在是“%(state)s”。") % {"state": run.get_state_display()})
    return redirect("run_page", pk=pk)


@writes("run.start")
def run_again(request: Request, pk: int) -> HttpResponse:
    """Start the computation of a run again whose process died or failed."""
    run = selectors.run_get(request.actor, pk, "run.start")
    launch.start(services.run_retry(actor=request.actor, run=run))
    return redirect("run_page", pk=pk)


@form("run.start")
def run_correct(request: Request, pk: int) -> HttpResponse:
    """A correction: the same scheme on the corrected records, as a new run that says what changed and for whom."""
    run = selectors.run_get(request.actor, pk, "run.start")
    bound = forms.CorrectionForm(request.POST or None)
    if bound.is_valid():
        made = services.run_queue(
            actor=request.actor,
            adopted=run.scheme,
            scheme_key=run.scheme_key,
            label=_("%(label)s（更正）") % {"label": run.label},
            previous=run,
            reason=bound.cleaned_data["reason"],
        )
        launch.start(made)
        return redirect("run_page", pk=made.pk)
    context = {"run": run, "form": bound}
    return render(request, "assessment/run_correct.html", context, status=422 if bound.is_bound else 200)


@reads("run.view")
def run_results(request: Request, pk: int) -> HttpResponse:
    """Everybody's result by strokes of the name, for the office alone."""
    run = selectors.run_get(request.actor, pk)
    text, grade = (request.GET.get(name, "")[:40].strip() for name in ("q", "grade"))
    page = page_of(request, selectors.results_for(run, text, grade), size=50)
    return render(request, "assessment/run_results.html", {"run": run, "page": page, "q": request.GET.get("q", "")})


@reads("run.view")
def run_listed(request: Request, pk: int) -> HttpResponse:
    """Records that did not pass the check, each with why."""
    run = selectors.run_get(request.actor, pk)
    return render(request, "assessment/run_listed.html", {"run": run, "rows": selectors.listed_of(run)})


@reads("objection.answer")
def objection_list(request: Request) -> HttpResponse:
    """Objections, the most urgent first."""
    page = page_of(request, selectors.objections_for(request.actor, state=request.GET.get("state", "")[:10]))
    return render(request, "assessment/objection_list.html", {"page": page, "today": clock.today()})


@form("objection.answer")
def objection_page(request: Request, pk: int) -> HttpResponse:
    """One objection with the clause it is about, and the answer."""
    objection = selectors.objection_get(request.actor, pk)
    bound = forms.AnswerForm(request.POST or None)
    if bound.is_valid():
        data = bound.cleaned_data
        services.objection_answer(
            actor=request.actor, objection=objection, answer=data["answer"], upheld=data["upheld"] == "yes"
        )
        messages.success(request, _("已答复，本人可以看到。"))
        return redirect("objection_page", pk=pk)
    clause = selectors.clause_of(objection)
    context = {"objection": objection, "form": bound, "clause": clause}
    return render(request, "assessment/objection_page.html", context, status=422 if bound.is_bound else 200)


@form("result.use")
def result_use(request: Request, pk: int) -> HttpResponse:
    """A leader commends, reminds or talks to someone, and signs it."""
    result = selectors.result_get(request.actor, pk)
    bound = forms.UseForm(request.POST or None)
    if bound.is_valid():
        data = {**bound.cleaned_data, "kind": Use(bound.cleaned_data["kind"])}
        services.result_use(actor=request.actor, result=result, **data)
        messages.success(request, _("已记入履职档案，由您签署。"))
        return redirect("result_page", pk=pk)
    context = {"result": result, "form": bound, "proposals": selectors.consequences_of(result)}
    return render(request, "assessment/result_use.html", context, status=422 if bound.is_bound else 200)
