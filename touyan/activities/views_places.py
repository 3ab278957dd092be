"""Pages of venues and campaigns."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.activities import place_desks as desks
from touyan.activities import services
from touyan.activities.forms import CampaignForm, CloseForm, VenueDutyForm, VenueForm
from touyan.activities.models import Venue
from touyan.activities.tabs import tabs
from touyan.core.forms import attempt
from touyan.core.pages import page_of
from touyan.organizations.access import Request, form, reads, writes


@reads("venue.view")
def venue_list(request: Request) -> HttpResponse:
    """阵地: which places there are and how much happens in each."""
    context = {
        "tabs": tabs(request.actor, "venue_list"),
        "page": page_of(request, desks.venues(request.actor)),
        "manages": request.actor.may("venue.manage"),
    }
    return render(request, "activities/venue_list.html", context)


@reads("venue.public")
def venue_page(request: Request, pk: int) -> HttpResponse:
    """The venue's public page, which the sign at the door opens."""
    root = request.build_absolute_uri("/")
    return render(request, "activities/venue_page.html", desks.venue_public(request.actor, pk, root))


@reads("venue.manage")
def venue_sign(request: Request, pk: int) -> HttpResponse:
    """The sign for the door, to be printed."""
    venue = desks.venue_get(request.actor, pk)
    context = desks.venue_facts(request.actor, venue, request.build_absolute_uri("/"))
    return render(request, "activities/venue_sign.html", context)


@form("venue.manage")
def venue_new(request: Request) -> HttpResponse:
    """A venue is registered."""
    return _venue(request, Venue())


@form("venue.manage")
def venue_edit(request: Request, pk: int) -> HttpResponse:
    """What a venue says."""
    return _venue(request, desks.venue_get(request.actor, pk))


def _venue(request: Request, venue: Venue) -> HttpResponse:
    units = desks.units(request.actor, "venue.manage")
    bound = VenueForm(request.POST or None, instance=venue, units=units, initial={"version": venue.version})
    if request.method == "POST" and bound.is_valid():
        values = {name: value for name, value in bound.cleaned_data.items() if name != "version"}
        version = bound.cleaned_data.get("version")
        saved = attempt(
            bound, lambda: services.venue_save(actor=request.actor, venue=venue, values=values, version=version)
        )
        if saved is not None:
            return redirect("venue_page", saved.pk)
    return render(request, "activities/venue_form.html", {"form": bound}, status=422 if bound.errors else 200)


@form("venue.manage")
def venue_duty(request: Request, pk: int) -> HttpResponse:
    """Who receives people there, and when."""
    venue = desks.venue_get(request.actor, pk)
    bound = VenueDutyForm(request.POST or None, people=desks.venue_people(venue))
    if request.method == "POST" and bound.is_valid():
        data = bound.cleaned_data
        services.venue_duty_set(
            actor=request.actor,
            venue=venue,
            person_id=data["person"].pk,
            day=data["day"],
            starts=data["starts"],
            ends=data["ends"],
        )
        messages.success(request, _("已排值班。"))
        return redirect("venue_page", pk)
    return render(
        request, "activities/venue_duty.html", {"form": bound, "venue": venue}, status=422 if bound.errors else 200
    )


@writes("venue.manage")
def venue_duty_remove(request: Request, pk: int) -> HttpResponse:
    """A turn of duty is taken off."""
    duty = desks.duty_get(request.actor, pk)
    services.venue_duty_remove(actor=request.actor, duty=duty)
    return redirect("venue_page", duty.venue_id)


@reads("campaign.view")
def campaign_list(request: Request) -> HttpResponse:
    """专项行动: what is called for and what came of it."""
    context = {"page": page_of(request, desks.campaigns(request.actor)), "leads": request.actor.may("campaign.launch")}
    context["tabs"] = tabs(request.actor, "campaign_list")
    return render(request, "activities/campaign_list.html", context)


@reads("campaign.view")
def campaign_page(request: Request, pk: int) -> HttpResponse:
    """One campaign: the call, its shifts, who came, its result."""
    context = {**desks.campaign_page(request.actor, pk), "closing": CloseForm()}
    return render(request, "activities/campaign_page.html", context)


@form("campaign.launch")
def campaign_launch(request: Request) -> HttpResponse:
    """A call goes out, in under five minutes."""
    bound = CampaignForm(request.POST or None, units=desks.units(request.actor, "campaign.launch"))
    if request.method == "POST" and bound.is_valid():
        made = attempt(bound, lambda: services.campaign_launch(actor=request.actor, **bound.cleaned_data))
        if made is not None:
            messages.success(request, _("已发起，委员可以按班次报名。"))
            return redirect("campaign_page", made.pk)
    return render(request, "activities/campaign_form.html", {"form": bound}, status=422 if bound.errors else 200)


@writes("campaign.join")
def shift_join(request: Request, pk: int) -> HttpResponse:
    """I take this shift."""
    shift = services.shift_join(actor=request.actor, shift_id=desks.shift_get(request.actor, pk).pk)
    messages.success(request, _("已报名。"))
    return redirect("campaign_page", shift.campaign_id)


@writes("campaign.join")
def shift_leave(request: Request, pk: int) -> HttpResponse:
    """I step back from this shift."""
    shift = desks.shift_get(request.actor, pk)
    services.shift_leave(actor=request.actor, shift_id=pk)
    return redirect("campaign_page", shift.campaign_id)


@writes("campaign.launch")
def campaign_close(request: Request, pk: int) -> HttpResponse:
    """The campaign is over."""
    campaign = desks.campaign_get(request.actor, pk, "campaign.launch")
    bound = CloseForm(request.POST)
    if not bound.is_valid():
        context = {**desks.campaign_page(request.actor, pk), "closing": bound}
        return render(request, "activities/campaign_page.html", context, status=422)
    services.campaign_close(actor=request.actor, campaign=campaign, result=bound.cleaned_data["result"])
    return redirect("campaign_page", pk)
