"""Pages of the arranging office and of those who look at coverage."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.contacts import selectors, services
from touyan.contacts.forms import PairForm, ProposalsForm, RuleForm
from touyan.contacts.rules import Network
from touyan.core.errors import Refused
from touyan.core.pages import page_of
from touyan.organizations.access import Request, form, reads, writes
from touyan.organizations.models import Unit


def _place(request: Request) -> tuple[Unit, Network]:
    """The committee and the network that the address names."""
    pk, network = request.GET.get("unit", ""), request.GET.get("network", "")
    unit = selectors.committee_of(request.actor, "contact.arrange", int(pk) if pk.isdigit() else None)
    return unit, Network(network) if network in Network.values else Network.MEMBERS


def _address(name: str, unit: Unit, network: Network) -> str:
    return f"{reverse(name)}?unit={unit.pk}&network={network}"


@reads("contact.arrange")
def contacts_arrange(request: Request) -> HttpResponse:
    """安排联系: the pairs of a network, who is burdened how much, who has nobody yet."""
    unit, network = _place(request)
    tabs = [
        {"label": each.label, "url": _address("contacts_arrange", unit, each), "active": each == network}
        for each in Network
    ]
    context = {
        "unit": unit,
        "units": selectors.committees(request.actor, "contact.arrange"),
        "network": network,
        "tabs": tabs,
        "rule": selectors.rules_of(unit.pk)[network],
        "pairs": selectors.arranged(request.actor, unit, network),
        "loads": selectors.loads(unit, network),
        "waiting": selectors.waiting(unit) if network == Network.MEMBERS else None,
    }
    context["page"] = page_of(request, context["pairs"])
    return render(request, "contacts/arrange.html", context)


@form("contact.arrange")
def pair_arrange(request: Request) -> HttpResponse:
    """One pair."""
    unit, network = _place(request)
    filled = PairForm(request.POST or None, unit=unit, network=network)
    if request.method == "POST" and filled.is_valid():
        person, other = filled.contact_person(), filled.other_end()
        services.pair_arrange(actor=request.actor, unit=unit, network=network, contact=person, other=other)
        return redirect(_address("contacts_arrange", unit, network))
    context = {
        "form": filled,
        "title": network.label,
        "unit": unit,
        "back": _address("contacts_arrange", unit, network),
    }
    return render(request, "contacts/arrange_form.html", context, status=422 if filled.errors else 200)


@form("contact.arrange")
def pairs_propose(request: Request) -> HttpResponse:
    """Proposals for everyone without a contact, taken with one signature."""
    unit, _network = _place(request)
    filled = ProposalsForm(request.POST or None, proposals=selectors.proposals(request.actor, unit))
    if request.method == "POST" and filled.is_valid():
        number = services.pairs_arrange(actor=request.actor, unit=unit, chosen=filled.chosen())
        messages.success(request, _("已安排 %(number)d 对。") % {"number": number})
        return redirect(_address("contacts_arrange", unit, Network.MEMBERS))
    context = {"form": filled, "unit": unit, "back": _address("contacts_arrange", unit, Network.MEMBERS)}
    return render(request, "contacts/proposals.html", context, status=422 if filled.errors else 200)


@writes("contact.arrange")
def pair_end(request: Request, pk: int) -> HttpResponse:
    """The pair ends today."""
    pair = services.pair_end(actor=request.actor, pair=selectors.pair_get(request.actor, pk, "contact.arrange"))
    return redirect(_address("contacts_arrange", pair.unit, Network(pair.network)))


@form("contact.arrange")
def contact_rule(request: Request) -> HttpResponse:
    """How often contact is kept, and how many one person is asked to keep."""
    unit, network = _place(request)
    line = selectors.rules_of(unit.pk)[network]
    stands = {"least": line.rhythm.least, "every": line.rhythm.every, "most": line.most, "basis": line.basis}
    filled = RuleForm(request.POST or None, initial=stands)
    if request.method == "POST" and filled.is_valid():
        services.contact_rule_set(actor=request.actor, unit=unit, network=network, **filled.cleaned_data)
        return redirect(_address("contacts_arrange", unit, network))
    context = {
        "form": filled,
        "title": _("联系规则"),
        "unit": unit,
        "back": _address("contacts_arrange", unit, network),
    }
    return render(request, "contacts/arrange_form.html", context, status=422 if filled.errors else 200)


@reads("contact.coverage")
def contacts_coverage(request: Request) -> HttpResponse:
    """联系覆盖: how far each unit's members are reached. Numbers of units, never a pair."""
    pk = request.GET.get("unit", "")
    found = selectors.coverage_committees(request.actor)
    unit = next((one for one in found if str(one.pk) == pk), found[0] if found else None)
    if unit is None:
        raise Refused(_("没有您可以查看的单位。"), status=404)
    context = {
        "unit": unit,
        "units": found,
        "rows": selectors.unit_coverage(request.actor, unit),
        "sectors": selectors.sector_coverage(unit),
        "rules": selectors.rules_of(unit.pk).values(),
    }
    return render(request, "contacts/coverage.html", context)
