"""Pages of activities: one activity, writing one down, planning one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.activities import desks, of_one, selectors, services
from touyan.activities.forms import EditForm, InviteForm, LeaveForm, PlanForm, RecordForm, ResultForm
from touyan.activities.tabs import tabs
from touyan.core import clock
from touyan.core.forms import attempt
from touyan.core.pages import page_of
from touyan.organizations.access import Request, form, reads, writes


@reads("activity.view")
def activity_list(request: Request) -> HttpResponse:
    """Which activities, by unit, kind, year and what they count as."""
    asked = desks.Asked.of(request.GET)
    page = page_of(request, desks.found(request.actor, asked))
    context = {
        "page": page,
        "tabs": tabs(request.actor, "activity_list"),
        "asked": asked,
        "choices": desks.choices(request.actor, asked),
        "may_plan": request.actor.may("activity.plan"),
    }
    return render(request, "activities/activity_list.html", context)


@reads("activity.view")
def activity_page(request: Request, pk: int) -> HttpResponse:
    """One activity: when, where, who, what came of it, and what is asked of the reader."""
    activity = selectors.activity_get(request.actor, pk)
    return render(request, "activities/activity_page.html", desks.page(request.actor, activity))


@form("activity.record")
def activity_record(request: Request) -> HttpResponse:
    """记一笔: an activity written down in under two minutes."""
    desk = desks.writing(
        request.actor, request.GET.get("unit") or request.POST.get("unit", ""), request.GET.get("day", "")
    )
    if desk is None:
        return render(request, "activities/record_empty.html")
    bound = RecordForm(
        request.POST or None,
        unit=desk.unit,
        people=desk.people,
        kinds=desk.kinds,
        tasks=desk.tasks,
        venues=desk.venues,
        initial=desk.initial(request.GET.get("task", "")),
    )
    if request.method == "POST" and bound.is_valid():
        made = attempt(bound, lambda: services.activity_record(actor=request.actor, written=bound.written()))
        if made is not None:
            messages.success(request, _("已记下“%(title)s”，到会情况已入账。") % {"title": made.title})
            return redirect("activity_page", made.pk)
    context = {"form": bound, "desk": desk, "rows": desks.rows(bound)}
    return render(request, "activities/record.html", context, status=422 if bound.errors else 200)


@form("activity.plan")
def activity_plan(request: Request) -> HttpResponse:
    """An activity to come, or a series of them."""
    units = list(selectors.units_to_write(request.actor, clock.today()))
    bound = PlanForm(request.POST or None, units=units, kinds=selectors.kinds(), initial=desks.plan_initial())
    if request.method == "POST" and bound.is_valid():
        made = attempt(bound, lambda: desks.plan(request.actor, bound))
        if made is not None:
            messages.success(request, desks.planned_words(made))
            return redirect("activity_page", made[0].pk)
    return render(request, "activities/plan.html", {"form": bound}, status=422 if bound.errors else 200)


@form("activity.plan")
def activity_edit(request: Request, pk: int) -> HttpResponse:
    """What an activity says; a save over a newer one answers 409 with both texts."""
    activity = selectors.activity_get(request.actor, pk, "activity.plan")
    bound = EditForm(
        request.POST or None, instance=activity, initial={"version": activity.version, "emphases": activity.emphases}
    )
    if request.method == "POST" and bound.is_valid():
        data, version = bound.changes(), bound.cleaned_data["version"]
        verb = attempt(
            bound, lambda: services.activity_edit(actor=request.actor, activity_id=pk, version=version, changes=data)
        )
        if verb is not None:
            messages.success(request, _("已保存。"))
            return redirect("activity_page", pk)
    return render(
        request, "activities/edit.html", {"form": bound, "activity": activity}, status=422 if bound.errors else 200
    )


@writes("activity.plan")
def activity_cancel(request: Request, pk: int) -> HttpResponse:
    """The activity does not take place."""
    activity = selectors.activity_get(request.actor, pk, "activity.plan")
    services.activity_cancel(actor=request.actor, activity=activity, reason=request.POST.get("reason", ""))
    messages.success(request, _("已取消，受邀人员会看到原因。"))
    return redirect("activity_page", pk)


@form("activity.plan")
def activity_invite(request: Request, pk: int) -> HttpResponse:
    """Who is asked to come."""
    activity = selectors.activity_get(request.actor, pk, "activity.plan")
    bound = InviteForm(request.POST or None, choices=desks.invite_choices(request.actor, activity))
    if request.method == "POST" and bound.is_valid():
        added = attempt(bound, lambda: desks.invite(request.actor, activity, bound.cleaned_data))
        if added is not None:
            messages.success(request, _("新邀请 %(n)d 人。") % {"n": added})
            return redirect("activity_page", pk)
    return render(
        request, "activities/invite.html", {"form": bound, "activity": activity}, status=422 if bound.errors else 200
    )


@writes("activity.plan")
def invitation_take_back(request: Request, pk: int, person_id: int) -> HttpResponse:
    """A person is no longer asked to come."""
    invitation = desks.invitation_get(request.actor, pk, person_id)
    services.invitation_take_back(actor=request.actor, invitation=invitation)
    return redirect("attendance_roll", pk)


@writes("activity.answer")
def invitation_accept(request: Request, pk: int) -> HttpResponse:
    """I will come."""
    services.invitation_accept(actor=request.actor, activity=selectors.activity_get(request.actor, pk))
    messages.success(request, _("已答复参加。"))
    return redirect("activity_page", pk)


@form("activity.answer")
def leave_ask(request: Request, pk: int) -> HttpResponse:
    """I ask leave."""
    activity = selectors.activity_get(request.actor, pk)
    bound = LeaveForm(request.POST or None, activity=activity)
    if request.method == "POST" and bound.is_valid():
        services.leave_ask(
            actor=request.actor, activity=activity, ground=bound.cleaned_data["ground"], sessions=bound.chosen()
        )
        messages.success(request, _("已提交请假，批准后会告诉您。"))
        return redirect("activity_page", pk)
    return render(
        request, "activities/leave.html", {"form": bound, "activity": activity}, status=422 if bound.errors else 200
    )


@writes("activity.answer")
def leave_withdraw(request: Request, pk: int) -> HttpResponse:
    """I take my request back."""
    leave = desks.leave_own(request.actor, pk)
    services.leave_withdraw(actor=request.actor, leave=leave)
    messages.success(request, _("已撤回请假。"))
    return redirect("activity_page", leave.invitation.activity_id)


@reads("leave.decide")
def leave_list(request: Request) -> HttpResponse:
    """Requests for leave that wait for me."""
    return render(request, "activities/leave_list.html", {"leaves": selectors.leaves_to_decide(request.actor)})


@writes("leave.decide")
def leave_decide(request: Request, pk: int) -> HttpResponse:
    """Leave is granted or refused."""
    leave = desks.leave_get(request.actor, pk)
    grant = request.POST.get("grant") == "1"
    services.leave_decide(actor=request.actor, leave_id=leave.pk, grant=grant, answer=request.POST.get("reason", ""))
    messages.success(request, _("已准假。") if grant else _("已答复不准假。"))
    return redirect("leave_list")


@form("activity.record")
def result_add(request: Request, pk: int) -> HttpResponse:
    """Something came of the activity."""
    activity = selectors.activity_get(request.actor, pk, "activity.record")
    bound = ResultForm(request.POST or None, initial={"day": activity.day})
    if request.method == "POST" and bound.is_valid():
        services.result_add(actor=request.actor, activity=activity, **bound.cleaned_data)
        messages.success(request, _("已记下。"))
        return redirect("activity_page", pk)
    return render(
        request, "activities/result.html", {"form": bound, "activity": activity}, status=422 if bound.errors else 200
    )


@writes("document.write")
def activity_paper(request: Request, pk: int, what: str) -> HttpResponse:
    """The notice, sign-in sheet, name list or minutes of one activity as a document to correct."""
    activity = selectors.activity_get(request.actor, pk)
    document = of_one.activity_paper(actor=request.actor, activity=activity, what=what)
    messages.success(request, _("已按活动记录起草，请逐句核对。"))
    return redirect("document_page", document.pk)
