"""The plan board, the calendar, feeds, reminders, the table of holidays, jobs in the background."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core.errors import Refused, mistakes
from touyan.organizations import selectors as organizations
from touyan.organizations.access import Request, form, reads, writes
from touyan.planning import ics, selectors, services
from touyan.planning.forms import BoardForm, HolidayForm, ReminderForm, YearForm, month_of


@reads("plan.view")
def plan_board(request: Request) -> HttpResponse:
    """Units × months on one page: what is done, due, late."""
    asked = BoardForm(request.GET, plans=selectors.plans(request.actor)).asked()
    shown = selectors.board(request.actor, **asked)
    return render(request, "planning/plan_board.html", {**shown, "plans": selectors.plans(request.actor)})


@reads("task.view")
def task_late(request: Request) -> HttpResponse:
    """The tasks behind a number of the board; the late ones when nothing else is asked for."""
    asked = BoardForm(request.GET, plans=selectors.plans(request.actor)).asked()
    face = request.GET.get("face", "")
    face = face if face in ("done", "soon", "due", "all") else "late"
    action, unit = (
        int(text) if text.isdigit() else 0 for text in (request.GET.get(n, "")[:9] for n in ("action", "unit"))
    )
    whole = request.GET.get("span") == "plan"
    rows = selectors.board_tasks(request.actor, **asked, face=face, action=action, unit=unit, whole=whole)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "planning/task_late.html", {"page": page, "face": face, **asked})


@reads("task.view")
def calendar(request: Request) -> HttpResponse:
    """日程, the one calendar: what is due, what happens, which days are worked; mine first."""
    year, month = month_of(request.GET)
    unit_id = request.GET.get("unit", "")
    unit = organizations.unit_get(request.actor, int(unit_id)) if unit_id.isdigit() else None
    everything = not unit and request.GET.get("of") == "all"
    shown = selectors.month_page(request.actor, year=year, month=month, unit=unit, everything=everything)
    return render(request, "planning/calendar.html", shown)


@form("feed.own")
def feed_list(request: Request) -> HttpResponse:
    """My calendar addresses; a new one is shown once."""
    address = ""
    if request.method == "POST":
        unit_id = request.POST.get("unit", "")
        unit = organizations.unit_get(request.actor, int(unit_id)) if unit_id.isdigit() else None
        secret = services.feed_make(actor=request.actor, unit=unit)
        address = request.build_absolute_uri(reverse("feed", args=[secret]))
    context = {
        "feeds": selectors.feeds_of(request.actor),
        "address": address,
        "units": organizations.units_for(request.actor, "task.view")[:200],
    }
    return render(request, "planning/feed_list.html", context)


@writes("feed.own")
def feed_revoke(request: Request, pk: int) -> HttpResponse:
    services.feed_revoke(actor=request.actor, pk=pk)
    messages.success(request, _("订阅地址已作废。"))
    return redirect("feed_list")


@reads("page.public")
def feed(request: Request, secret: str) -> HttpResponse:
    """The calendar itself, for a calendar programme that only knows the secret address."""
    row, items = selectors.feed_items(services.feed_digest(secret))
    name = row.unit.short if row.unit else _("我的日程")
    body = ics.render(f"{_('头雁')} · {name}", items, host=request.get_host())
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


@form("page.own")
def reminder_list(request: Request) -> HttpResponse:
    """What I was reminded of, and how I want to be reminded."""
    bound = ReminderForm(request.POST or None, instance=selectors.choice_of(request.actor))
    if request.method == "POST" and bound.is_valid():
        services.reminder_choose(actor=request.actor, **bound.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect("reminder_list")
    return render(
        request, "planning/reminder_list.html", {"digests": selectors.my_digests(request.actor), "form": bound}
    )


@writes("page.own")
def reminder_seen(request: Request) -> HttpResponse:
    services.digest_seen(actor=request.actor)
    return redirect("reminder_list")


@form("holiday.write")
def holiday_list(request: Request) -> HttpResponse:
    """Which days are holidays, which rest days are worked, and whether the year's notice is out."""
    shown = selectors.holidays(selectors.year_of(request.GET.get("year", "")))
    bound = HolidayForm(request.POST or None)
    if request.method == "POST" and bound.is_valid():
        row = services.holiday_save(actor=request.actor, **bound.cleaned_data)
        return redirect(f"{reverse('holiday_list')}?year={row.day.year}")
    return render(request, "planning/holiday_list.html", {**shown, "form": bound, "year_form": YearForm()})


@writes("holiday.write")
def holiday_drop(request: Request, pk: int) -> HttpResponse:
    year = selectors.holiday_get(pk).day.year
    services.holiday_drop(actor=request.actor, pk=pk)
    return redirect(f"{reverse('holiday_list')}?year={year}")


@writes("holiday.write")
def year_announce(request: Request) -> HttpResponse:
    bound = YearForm(request.POST)
    if not bound.is_valid():
        raise Refused(mistakes(bound) or _("请填写年度和依据的通知。"))
    services.year_announce(actor=request.actor, **bound.cleaned_data)
    return redirect(f"{reverse('holiday_list')}?year={bound.cleaned_data['year']}")


@reads("jobs.view")
def job_list(request: Request) -> HttpResponse:
    """Whether the work in the background goes on: what waits, runs, failed."""
    return render(request, "planning/job_list.html", selectors.jobs_page())
