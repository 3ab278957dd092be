"""Pages of growth: the five steps, quality, the standard, exchanges."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.brands import growth, selectors, services
from touyan.brands.forms import DecisionForm, DriveForm, ProofForm, StandardForm, VisitForm
from touyan.brands.models import Drive
from touyan.brands.rules import Quality
from touyan.core.forms import attempt
from touyan.organizations.access import Request, form, reads, writes


@reads("brand.pulse")
def brand_path(request: Request, pk: int) -> HttpResponse:
    """创建步骤: five steps, each with what it needs and what proves it; the path on one line of time."""
    return render(request, "brands/path.html", growth.path(request.actor, pk))


@writes("brand.edit")
def step_begin(request: Request, pk: int) -> HttpResponse:
    """A step is under way."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    services.step_begin(actor=request.actor, brand=brand, code=request.POST.get("code", ""))
    return redirect("brand_path", pk)


@form("brand.edit")
def step_prove(request: Request, pk: int, code: str) -> HttpResponse:
    """A proof of a step."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    step = growth.step_get(brand, code)
    bound = ProofForm(request.POST or None, initial={"code": code})
    if request.method == "POST" and bound.is_valid():
        data = bound.cleaned_data
        made = attempt(
            bound,
            lambda: services.step_prove(actor=request.actor, step=step, label=data["label"], day=data["day"]),
        )
        if made is not None:
            return redirect("brand_path", pk)
    context = {"form": bound, "brand": brand, "step": step, **growth.proving(brand, step)}
    return render(request, "brands/step_prove.html", context, status=422 if bound.errors else 200)


@writes("brand.edit")
def step_prove_by(request: Request, pk: int, code: str, deed_id: int) -> HttpResponse:
    """A linked record is the proof of a step."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    growth.prove_by(request.actor, brand, growth.step_get(brand, code), deed_id)
    return redirect("brand_path", pk)


@writes("brand.edit")
def step_submit(request: Request, pk: int, code: str) -> HttpResponse:
    """The unit says that a step is done."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    services.step_submit(actor=request.actor, step=growth.step_get(brand, code))
    messages.success(request, _("已交审。"))
    return redirect("brand_path", pk)


@writes("brand.steer")
def step_decide(request: Request, pk: int, code: str) -> HttpResponse:
    """The office passes a step or sends it back."""
    brand = selectors.brand_get(request.actor, pk, "brand.steer")
    passed, reason = request.POST.get("passed") == "1", request.POST.get("reason", "")
    services.step_decide(actor=request.actor, step=growth.step_get(brand, code), passed=passed, reason=reason)
    return redirect("brand_path", pk)


@reads("brand.view")
def standard_page(request: Request) -> HttpResponse:
    """The quality standard, every version of it."""
    return render(request, "brands/standard.html", growth.standards(request.actor, request.GET.get("number", "")))


@form("brand.steer")
def standard_revise(request: Request) -> HttpResponse:
    """The next version of the standard."""
    bound = StandardForm(request.POST or None, initial=growth.standard_initial())
    if request.method == "POST" and bound.is_valid():
        data = bound.cleaned_data
        made = attempt(
            bound,
            lambda: services.standard_revise(
                actor=request.actor,
                title=data["title"],
                effective=data["effective"],
                why=data["why"],
                criteria=bound.criteria(),
            ),
        )
        if made is not None:
            return redirect("standard_page")
    return render(request, "brands/standard_form.html", {"form": bound}, status=422 if bound.errors else 200)


@reads("brand.pulse")
def brand_quality(request: Request, pk: int) -> HttpResponse:
    """质量认定: where the brand stands, how it got there, what is next."""
    return render(request, "brands/quality.html", growth.quality(request.actor, pk))


@writes("brand.edit")
def review_open(request: Request, pk: int) -> HttpResponse:
    """A self-check begins."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    target = request.POST.get("target", "")
    target = target if target in (Quality.CERTIFIED, Quality.MODEL) else str(Quality.CERTIFIED)
    services.review_open(actor=request.actor, brand=brand, target=target)
    return redirect("review_check", pk)


@form("brand.edit")
def review_check(request: Request, pk: int) -> HttpResponse:
    """自查: each requirement, met or not, and where it can be seen."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    review = growth.running_review(brand)
    if request.method == "POST":
        services.review_submit(actor=request.actor, review=review, answers=growth.answers(review, request.POST))
        messages.success(request, _("自查已交上。"))
        return redirect("brand_quality", pk)
    return render(request, "brands/review_check.html", growth.checking(brand, review))


@form("brand.steer")
def review_visit(request: Request, pk: int) -> HttpResponse:
    """实地查看: what was found of each requirement."""
    brand = selectors.brand_get(request.actor, pk, "brand.steer")
    review = growth.running_review(brand)
    bound = VisitForm(request.POST or None)
    if request.method == "POST" and bound.is_valid():
        data, seen = bound.cleaned_data, growth.seen(review, request.POST)
        done = attempt(
            bound,
            lambda: services.review_visit(
                actor=request.actor, review=review, day=data["day"], found=data["found"], seen=seen
            ),
        )
        if done is not None:
            return redirect("brand_quality", pk)
    context = {"form": bound, **growth.checking(brand, review)}
    return render(request, "brands/review_visit.html", context, status=422 if bound.errors else 200)


@form("brand.sign")
def decision_sign(request: Request, pk: int) -> HttpResponse:
    """A leader signs, with reasons."""
    brand = selectors.brand_get(request.actor, pk, "brand.sign")
    bound = DecisionForm(request.POST or None, verdicts=growth.verdicts(brand))
    if request.method == "POST" and bound.is_valid():
        made = attempt(bound, lambda: services.decision_sign(actor=request.actor, brand=brand, **bound.cleaned_data))
        if made is not None:
            messages.success(request, _("已签署。"))
            return redirect("brand_quality", pk)
    context = {"form": bound, **growth.deciding(brand)}
    return render(request, "brands/decision.html", context, status=422 if bound.errors else 200)


@reads("brand.view")
def drive_list(request: Request) -> HttpResponse:
    """评选与交流: who invites, on which basis."""
    return render(request, "brands/drive_list.html", growth.drives(request.actor))


@reads("brand.view")
def drive_page(request: Request, pk: int) -> HttpResponse:
    """One exchange: what it is about and who brings what, in the office's order."""
    return render(request, "brands/drive.html", growth.drive_desk(request.actor, pk))


@form("brand.steer")
def drive_new(request: Request) -> HttpResponse:
    """An exchange is called."""
    return _drive(request, Drive())


@form("brand.steer")
def drive_edit(request: Request, pk: int) -> HttpResponse:
    """What an exchange says."""
    return _drive(request, growth.drive_get(request.actor, pk, "brand.steer"))


def _drive(request: Request, drive: Drive) -> HttpResponse:
    units = selectors.units_for_drives(request.actor)
    bound = DriveForm(request.POST or None, instance=drive, units=units, initial={"version": drive.version})
    if request.method == "POST" and bound.is_valid():
        values = {name: value for name, value in bound.cleaned_data.items() if name != "version"}
        version = bound.cleaned_data.get("version")
        saved = attempt(
            bound, lambda: services.drive_save(actor=request.actor, drive=drive, values=values, version=version)
        )
        if saved is not None:
            return redirect("drive_page", saved.pk)
    context = {"form": bound, "drive": drive}
    return render(request, "brands/drive_form.html", context, status=422 if bound.errors else 200)


@writes("brand.edit")
def drive_join(request: Request, pk: int) -> HttpResponse:
    """A brand takes part."""
    growth.join(request.actor, pk, request.POST)
    return redirect("drive_page", pk)


@writes("brand.edit")
def drive_leave(request: Request, pk: int, entry_id: int) -> HttpResponse:
    """A brand takes part no longer."""
    services.drive_leave(actor=request.actor, entry=growth.entry_get(request.actor, pk, entry_id))
    return redirect("drive_page", pk)
