"""我的数据: view, copy, correct, object; and the desk where requests are answered."""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.members import own, selectors
from touyan.members.forms import AnswerForm, CorrectionForm, ObjectionForm, PhoneForm, label_of
from touyan.members.personal import inventory
from touyan.members.rules import RequestKind
from touyan.organizations.access import Request, form, reads, writes


@reads("member.own")
def my_data(request: Request) -> HttpResponse:
    """What this product holds about me, for what, how long, who has read it."""
    seats = selectors.own_seats(request.actor)
    context = {
        "seats": seats,
        "phone_form": PhoneForm(initial={"phone": seats[0].phone}) if seats else None,
        "correction": CorrectionForm(),
        "objection": ObjectionForm(),
        "inventory": inventory(),
        "readers": selectors.readers_of(request.actor),
        "requests": selectors.own_requests(request.actor),
        "sections": selectors.own_sections(request.actor),
        "label_of": label_of,
    }
    return render(request, "members/my_data.html", context)


@reads("member.own")
def my_data_copy(request: Request) -> HttpResponse:
    """A copy of my data to take along."""
    body = json.dumps(own.own_copy(request.actor), ensure_ascii=False, indent=2, default=str)
    headers = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return HttpResponse(body, "application/json; charset=utf-8", headers=headers)


@writes("member.own")
def my_phone_set(request: Request, pk: int) -> HttpResponse:
    """My own telephone."""
    own.own_phone_set(actor=request.actor, member_id=pk, phone=request.POST.get("phone", ""))
    return redirect("my_data")


@form("member.own")
def my_request_open(request: Request, pk: int) -> HttpResponse:
    """Ask for a correction, or object."""
    own.seat_get(request.actor, pk)
    kind = RequestKind.OBJECT if request.POST.get("kind") == RequestKind.OBJECT else RequestKind.CORRECT
    filled = (ObjectionForm if kind == RequestKind.OBJECT else CorrectionForm)(request.POST or None)
    if request.method == "POST" and filled.is_valid():
        stated = {key: value for key, value in filled.cleaned_data.items() if key != "kind"}
        own.data_request_open(actor=request.actor, member_id=pk, kind=kind, **stated)
        return redirect("my_data")
    context = {"form": filled, "title": _("更正或异议"), "pk": pk}
    return render(request, "members/my_request.html", context, status=422 if filled.errors else 200)


@reads("data.answer")
def data_requests(request: Request) -> HttpResponse:
    """What people have asked about their own data."""
    return render(request, "members/data_requests.html", {"requests": selectors.requests_to_answer(request.actor)})


@form("data.answer")
def data_request_answer(request: Request, pk: int) -> HttpResponse:
    """Answer one request."""
    found = selectors.request_get(request.actor, pk)
    filled = AnswerForm(request.POST or None)
    if request.method == "POST" and filled.is_valid():
        own.data_request_answer(actor=request.actor, request=found, **filled.cleaned_data)
        return redirect("data_requests")
    return render(request, "members/data_request.html", {"form": filled, "asked": found})
