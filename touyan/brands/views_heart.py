"""Pages of the heartbeat: readings, records, warnings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.brands import heartbeat, selectors, services
from touyan.brands.forms import AnswerForm
from touyan.core.errors import Refused
from touyan.core.forms import attempt
from touyan.duties import selectors as duties
from touyan.organizations.access import Request, form, reads, writes


def _number(request: Request, name: str) -> int:
    text = request.POST.get(name, "")
    if not text.isdigit():
        raise Refused(_("请选择一项。"))
    return int(text[:18])


@reads("brand.pulse")
def brand_heartbeat(request: Request, pk: int) -> HttpResponse:
    """心跳: what was promised, what was kept, five readings, what was noticed."""
    return render(request, "brands/heartbeat.html", heartbeat.page(request.actor, pk))


@reads("brand.pulse")
def brand_reading(request: Request, pk: int, code: str) -> HttpResponse:
    """One reading with its sum and its records."""
    return render(request, "brands/reading.html", heartbeat.reading_page(request.actor, pk, code))


@reads("brand.pulse")
def brand_records(request: Request, pk: int) -> HttpResponse:
    """Linked records, and what could be linked."""
    return render(request, "brands/records.html", heartbeat.records(request.actor, pk))


@writes("brand.edit")
def deed_link(request: Request, pk: int) -> HttpResponse:
    """A work counts for a promise of the brand."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    promise = selectors.promise_get(brand, _number(request, "promise"))
    work = duties.work_get(request.actor, _number(request, "work"))
    services.deed_link(actor=request.actor, promise=promise, work=work, residents=request.POST.get("residents") == "on")
    messages.success(request, _("已关联到“%(what)s”。") % {"what": promise.what})
    if request.POST.get("back") == "work":
        return redirect(heartbeat.url_of(work))
    return redirect("brand_records", pk)


@writes("brand.edit")
def deed_unlink(request: Request, pk: int, deed_id: int) -> HttpResponse:
    """A record counts no longer."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    services.deed_unlink(actor=request.actor, deed=heartbeat.deed_get(request.actor, brand, deed_id))
    messages.success(request, _("已取消关联，记录本身没有改动。"))
    return redirect("brand_records", pk)


@form("brand.edit")
def deed_move(request: Request, pk: int, deed_id: int) -> HttpResponse:
    """A record moves to another promise, of this brand or another."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    deed = heartbeat.deed_get(request.actor, brand, deed_id)
    choices = selectors.promises_to_keep(request.actor)
    if request.method == "POST":
        promise = selectors.promise_of(choices, _number(request, "promise"))
        services.deed_move(actor=request.actor, deed=deed, promise=promise)
        messages.success(request, _("已转到“%(what)s”。") % {"what": promise.what})
        return redirect("brand_records", promise.brand_id)
    return render(request, "brands/deed_move.html", {"brand": brand, "deed": deed, "promises": choices})


@writes("brand.edit")
def work_dismiss(request: Request, pk: int) -> HttpResponse:
    """A proposed record has nothing to do with the brand."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    work = duties.work_get(request.actor, _number(request, "work"))
    services.work_dismiss(actor=request.actor, brand=brand, work=work)
    return redirect("brand_records", pk)


@form("brand.pulse")
def alert_page(request: Request, pk: int) -> HttpResponse:
    """One warning: what is seen, what the source says, what could be done; the unit answers here."""
    action = "brand.edit" if request.method == "POST" else "brand.pulse"
    alert = heartbeat.alert_get(request.actor, pk, action)
    bound = AnswerForm(request.POST or None)
    if request.method == "POST" and bound.is_valid():
        data = bound.cleaned_data
        answered = attempt(
            bound,
            lambda: services.alert_answer(
                actor=request.actor, alert=alert, answer=data["answer"], dispute=data["dispute"]
            ),
        )
        if answered is not None:
            messages.success(request, _("已记下，这条提醒先放下。"))
            return redirect("brand_heartbeat", alert.brand_id)
    context = {"form": bound, **heartbeat.alert_desk(request.actor, alert)}
    return render(request, "brands/alert.html", context, status=422 if bound.errors else 200)


@writes("brand.steer")
def alert_reply(request: Request, pk: int) -> HttpResponse:
    """The office answers a dispute."""
    alert = heartbeat.alert_get(request.actor, pk, "brand.steer")
    keep = request.POST.get("keep") == "1"
    services.alert_reply(actor=request.actor, alert=alert, said=request.POST.get("reason", ""), keep=keep)
    return redirect("alert_page", pk)
