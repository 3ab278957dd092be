"""Registers: major matters, decisions, care, risk points, reminders, benchmarks, and work finished here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.pages import page_of
from touyan.modeloffice import selectors, services
from touyan.modeloffice.forms import BenchmarkForm, CautionForm, MajorForm, RiskForm, VisitForm
from touyan.modeloffice.models import Benchmark, RiskPoint
from touyan.modeloffice.rules import BenchmarkState, MajorState
from touyan.organizations.access import Request, form, reads, writes
from touyan.organizations.selectors import may


def _unit(request: Request) -> int | None:
    chosen = request.GET.get("unit", "")
    return int(chosen) if chosen.isdigit() and len(chosen) < 10 else None


def _year(request: Request) -> int:
    chosen = request.GET.get("year", "")
    return int(chosen) if chosen.isdigit() and 2000 <= int(chosen) <= 2100 else clock.today().year


def _crumbs(label: str, name: str) -> list[dict[str, str]]:
    return [{"label": _("六型机关"), "url": reverse("model_overview")}, {"label": label, "url": reverse(name)}]


def _listing(request: Request, name: str, rows: Any, **more: Any) -> HttpResponse:
    """A register with its tab, the units to choose from, and whether the reader may add to it."""
    context = {
        "tabs": selectors.tabs(name),
        "page": page_of(request, rows),
        "units": selectors.units_for(request.actor, "model.view"),
        "unit": _unit(request),
        "writes": request.actor.may("model.write"),
        **more,
    }
    return render(request, f"modeloffice/{name}.html", context)


def _asked(request: Request, bound: Any, title: str, name: str) -> HttpResponse:
    """A form of a register, or the form with its mistakes."""
    context = {
        "form": bound,
        "title": title,
        "crumbs": _crumbs(selectors.register_name(name), name),
        "back": reverse(name),
    }
    return render(request, "modeloffice/form.html", context, status=422 if bound.errors else 200)


@reads("model.view")
def major_list(request: Request) -> HttpResponse:
    """请示报告: what is to be reported to whom, and what was answered?"""
    state = request.GET.get("state", "")
    rows = selectors.majors(request.actor, state=state, unit=_unit(request))
    return _listing(request, "major_list", rows, states=MajorState.choices, state=state)


@form("model.write")
def major_new(request: Request) -> HttpResponse:
    """A matter to ask about or to report."""
    bound = MajorForm(
        request.POST or None,
        units=selectors.units_for(request.actor),
        receivers=selectors.receivers(request.actor),
        helpers=selectors.helper_choices(request.actor),
    )
    if request.method == "POST" and bound.is_valid():
        return redirect("major_page", services.major_enter(actor=request.actor, **bound.values()).pk)
    return _asked(request, bound, _("登记请示报告"), "major_list")


@reads("model.view")
def major_page(request: Request, pk: int) -> HttpResponse:
    """One matter: to whom, when, what was answered, what can be done now."""
    major = selectors.major_get(request.actor, pk)
    owner = may(request.actor, "model.write", major.unit)
    answers = may(request.actor, "model.answer", major.to_unit) if major.to_unit else owner
    context = {
        "major": major,
        "owner": owner,
        "answers": answers and major.state == MajorState.SENT,
        "crumbs": _crumbs(_("请示报告"), "major_list"),
    }
    return render(request, "modeloffice/major_page.html", context)


@writes("model.write")
def major_send(request: Request, pk: int) -> HttpResponse:
    """It was reported today."""
    services.major_send(actor=request.actor, major=selectors.major_get(request.actor, pk))
    return redirect("major_page", pk)


@writes("model.view")
def major_answer(request: Request, pk: int) -> HttpResponse:
    """What those above answered."""
    major = selectors.major_get(request.actor, pk)
    services.major_answer(actor=request.actor, major=major, answer=request.POST.get("answer", ""))
    return redirect("major_page", pk)


@writes("model.write")
def major_withdraw(request: Request, pk: int) -> HttpResponse:
    """It need not be reported any more."""
    major = selectors.major_get(request.actor, pk)
    services.major_withdraw(actor=request.actor, major=major, reason=request.POST.get("reason", ""))
    return redirect("major_page", pk)


@reads("model.view")
def decision_list(request: Request) -> HttpResponse:
    """决策督办: who carries out what was decided, by when, and how far is it?"""
    year = _year(request)
    context = {
        "tabs": selectors.tabs("decision_list"),
        "tasks": selectors.decisions(request.actor, year=year),
        "year": year,
        "today": clock.today(),
    }
    return render(request, "modeloffice/decision_list.html", context)


@reads("model.view")
def visit_list(request: Request) -> HttpResponse:
    """关心关爱: when and how did units care for their people? Nobody is named."""
    return _listing(request, "visit_list", selectors.visits(request.actor, unit=_unit(request)))


@form("model.write")
def visit_record(request: Request) -> HttpResponse:
    """A day of care."""
    bound = VisitForm(request.POST or None, units=selectors.units_for(request.actor))
    if request.method == "POST" and bound.is_valid():
        services.visit_record(actor=request.actor, **bound.values())
        return redirect("visit_list")
    return _asked(request, bound, _("记一次关心关爱"), "visit_list")


@writes("model.write")
def visit_withdraw(request: Request, pk: int) -> HttpResponse:
    """Written down by mistake."""
    services.visit_withdraw(actor=request.actor, visit=selectors.visit_get(request.actor, pk))
    return redirect("visit_list")


@reads("model.view")
def risk_list(request: Request) -> HttpResponse:
    """岗位风险: where could something go wrong, how is it controlled, when is it looked at again?"""
    closed = request.GET.get("closed") == "1"
    rows = selectors.risks(request.actor, unit=_unit(request), closed=closed)
    return _listing(request, "risk_list", rows, closed=closed, today=clock.today())


@form("model.write")
def risk_new(request: Request) -> HttpResponse:
    """A risk point of a post."""
    return _risk(request, RiskPoint())


@form("model.write")
def risk_edit(request: Request, pk: int) -> HttpResponse:
    """What a risk point says."""
    return _risk(request, selectors.risk_get(request.actor, pk, "model.write"))


def _risk(request: Request, point: RiskPoint) -> HttpResponse:
    bound = RiskForm(request.POST or None, instance=point, units=selectors.units_for(request.actor))
    if request.method == "POST" and bound.is_valid():
        version = bound.cleaned_data.get("version")
        kept = services.risk_save(actor=request.actor, point=point, values=bound.values(), version=version)
        return redirect("risk_page", kept.pk)
    return _asked(request, bound, _("岗位风险点"), "risk_list")


@reads("model.view")
def risk_page(request: Request, pk: int) -> HttpResponse:
    """One risk point with its reviews."""
    point = selectors.risk_get(request.actor, pk)
    owner = may(request.actor, "model.write", point.unit) and point.closed_on is None
    context = {"point": point, "owner": owner, "crumbs": _crumbs(_("岗位风险"), "risk_list"), "today": clock.today()}
    return render(request, "modeloffice/risk_page.html", context)


@writes("model.write")
def risk_review(request: Request, pk: int) -> HttpResponse:
    """It was looked at today."""
    point = selectors.risk_get(request.actor, pk, "model.write")
    services.risk_review(actor=request.actor, point=point, words=request.POST.get("words", ""))
    messages.success(request, _("已记下，下次复查日期已顺延。"))
    return redirect("risk_page", pk)


@writes("model.write")
def risk_close(request: Request, pk: int) -> HttpResponse:
    """The risk is gone."""
    point = selectors.risk_get(request.actor, pk, "model.write")
    services.risk_close(actor=request.actor, point=point, reason=request.POST.get("reason", ""))
    return redirect("risk_page", pk)


@reads("model.view")
def caution_list(request: Request) -> HttpResponse:
    """廉政提醒: which units are reminded of what, and were they?"""
    rows = selectors.cautions(request.actor, unit=_unit(request))
    return _listing(request, "caution_list", rows, today=clock.today())


@form("model.write")
def caution_plan(request: Request) -> HttpResponse:
    """Remind units on a day."""
    bound = CautionForm(request.POST or None, units=selectors.units_for(request.actor))
    if request.method == "POST" and bound.is_valid():
        read = bound.cleaned_data
        services.caution_plan(actor=request.actor, **{**read, "units": list(read["units"])})
        return redirect("caution_list")
    return _asked(request, bound, _("安排廉政提醒"), "caution_list")


@writes("model.write")
def caution_give(request: Request, pk: int) -> HttpResponse:
    """The unit was reminded."""
    services.caution_give(actor=request.actor, caution=selectors.caution_get(request.actor, pk))
    return redirect("caution_list")


@reads("model.view")
def benchmark_list(request: Request) -> HttpResponse:
    """对标: whom do we measure ourselves by, and what came of it?"""
    state = request.GET.get("state", "")
    rows = selectors.benchmarks(request.actor, state=state, unit=_unit(request))
    return _listing(request, "benchmark_list", rows, states=BenchmarkState.choices, state=state)


@form("model.write")
def benchmark_new(request: Request) -> HttpResponse:
    """A benchmark."""
    return _benchmark(request, Benchmark())


@form("model.write")
def benchmark_edit(request: Request, pk: int) -> HttpResponse:
    """What a benchmark says."""
    return _benchmark(request, selectors.benchmark_get(request.actor, pk, "model.write"))


def _benchmark(request: Request, one: Benchmark) -> HttpResponse:
    bound = BenchmarkForm(request.POST or None, instance=one, units=selectors.units_for(request.actor))
    if request.method == "POST" and bound.is_valid():
        version = bound.cleaned_data.get("version")
        kept = services.benchmark_save(actor=request.actor, benchmark=one, values=bound.values(), version=version)
        return redirect("benchmark_page", kept.pk)
    return _asked(request, bound, _("登记对标"), "benchmark_list")


@reads("model.view")
def benchmark_page(request: Request, pk: int) -> HttpResponse:
    """One benchmark: theirs, where it stands, the gap, our action, what came of it."""
    one = selectors.benchmark_get(request.actor, pk)
    owner = may(request.actor, "model.write", one.unit) and one.state == BenchmarkState.OPEN
    context = {"one": one, "owner": owner, "crumbs": _crumbs(_("对标"), "benchmark_list")}
    return render(request, "modeloffice/benchmark_page.html", context)


@writes("model.write")
def benchmark_finish(request: Request, pk: int) -> HttpResponse:
    """The action was carried out."""
    one = selectors.benchmark_get(request.actor, pk, "model.write")
    services.benchmark_finish(actor=request.actor, benchmark=one, result=request.POST.get("result", ""))
    return redirect("benchmark_page", pk)


@writes("model.write")
def benchmark_drop(request: Request, pk: int) -> HttpResponse:
    """The action is not pursued."""
    one = selectors.benchmark_get(request.actor, pk, "model.write")
    services.benchmark_drop(actor=request.actor, benchmark=one, reason=request.POST.get("reason", ""))
    return redirect("benchmark_page", pk)


@reads("model.view")
def adoption_page(request: Request) -> HttpResponse:
    """平台使用: what work was finished here? Never who logged in."""
    found = selectors.adoption(request.actor, year=_year(request), kind=request.GET.get("kind", ""))
    return render(request, "modeloffice/adoption_page.html", {"tabs": selectors.tabs("adoption_page"), **found})
