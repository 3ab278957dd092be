"""Checking in: the door's code, the own code, the clerk's list, a phone's queue; and the list that settles an activity."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from touyan.activities import arrival_desks as desks
from touyan.activities import selectors, services
from touyan.activities.rules import Way
from touyan.core import clock
from touyan.organizations.access import Request, form, reads, writes


@reads("activity.record")
def door_page(request: Request, pk: int) -> HttpResponse:
    """What stands at the door: a QR code and six digits that change every minute."""
    session = selectors.session_get(request.actor, pk)
    response = render(request, "activities/door.html", desks.door(session, request.build_absolute_uri("/")))
    response["Refresh"] = "30"
    return response


@form("activity.answer")
def arrival_door(request: Request, token: str) -> HttpResponse:
    """I have scanned the door's code: one tap and I am in; the same page then says so."""
    if request.method == "POST":
        desks.through_door(request.actor, token)
        return redirect("arrival_door", token)
    return render(request, "activities/arrive.html", desks.at_door(request.actor, token))


@writes("activity.answer")
def arrival_digits(request: Request, pk: int) -> HttpResponse:
    """I have read the six digits at the door."""
    session = desks.by_digits(request.actor, pk, request.POST.get("digits", ""), request.POST.get("said", ""))
    messages.success(request, _("已签到。"))
    return redirect("activity_page", session.activity_id)


@csrf_exempt
@writes("activity.token")
def arrival_token(request: Request) -> JsonResponse:
    """A phone checks its owner in by the code of this one activity: no session to load, nothing else it could do."""
    desks.by_tokens(request.POST)
    return JsonResponse({"problem": ""})


@reads("activity.answer")
def arrival_code(request: Request, pk: int) -> HttpResponse:
    """My own code for this activity, to show at the door."""
    activity = selectors.activity_get(request.actor, pk)
    return render(
        request, "activities/my_code.html", desks.own_code(request.actor, activity, request.build_absolute_uri("/"))
    )


@form("activity.record")
def arrival_person(request: Request, token: str) -> HttpResponse:
    """A clerk has scanned somebody's code: one tap and that person is in."""
    found = desks.shown_by(request.actor, token)
    if request.method == "POST":
        services.arrival_by_clerk(actor=request.actor, session=found.session, person_id=found.person.pk, way=Way.CODE)
        messages.success(request, _("%(name)s已签到。") % {"name": found.person.name})
        return redirect("attendance_roll", found.session.activity_id)
    return render(request, "activities/arrive_person.html", {"found": found})


@form("activity.record")
def attendance_roll(request: Request, pk: int) -> HttpResponse:
    """The clerk's list: who is there; settled, everyone invited has an entry."""
    activity = selectors.activity_get(request.actor, pk, "activity.record")
    if request.method == "POST":
        marks = desks.marks(request.POST)
        services.activity_settle(
            actor=request.actor,
            activity_id=pk,
            marks=marks,
            outcome=request.POST.get("outcome", ""),
            seen=desks.seen(request.POST),
        )
        messages.success(request, _("到会情况已入账。"))
        return redirect("activity_page", pk)
    return render(request, "activities/roll.html", desks.roll(request.actor, activity, clock.now()))


@reads("activity.record")
def attendance_print(request: Request, pk: int) -> HttpResponse:
    """The list on paper, with a line to sign."""
    activity = selectors.activity_get(request.actor, pk, "activity.record")
    return render(request, "activities/roll_print.html", desks.roll(request.actor, activity, clock.now()))


@writes("activity.record")
def arrival_tick(request: Request, session_id: int, person_id: int) -> HttpResponse:
    """A clerk ticks one person; answers with the line it changed."""
    session = selectors.session_get(request.actor, session_id)
    services.arrival_by_clerk(actor=request.actor, session=session, person_id=person_id)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "activities/_tick.html", desks.tick(session, person_id))
    return redirect("attendance_roll", session.activity_id)


@writes("activity.record")
def arrivals_sync(request: Request) -> JsonResponse:
    """A phone's queue of ticks: each once, in order; the answer says what became of each."""
    queue = desks.queue(request.POST.get("queue", ""))
    answers = services.arrivals_sync(actor=request.actor, queue=queue)
    return JsonResponse({"answers": [{"key": key, "problem": why} for key, why in answers]})


@form("activity.record")
def attendance_correct(request: Request, pk: int) -> HttpResponse:
    """One entry is put right by a new row; the old one stays readable."""
    desk = desks.correcting(request.actor, pk)
    if request.method == "POST":
        services.attendance_correct(
            actor=request.actor,
            record=desk.record,
            outcome=request.POST.get("outcome", ""),
            reason=request.POST.get("reason", ""),
        )
        messages.success(request, _("已更正。原记录仍可查看。"))
        return redirect("activity_page", desk.activity_id)
    return render(request, "activities/correct.html", {"desk": desk})
