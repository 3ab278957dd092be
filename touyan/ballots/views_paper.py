"""Paper beside the screen: the form to print, papers handed out, papers counted by two clerks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.ballots import papers, selectors, services_vote
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.core.pages import page_of
from touyan.organizations.access import Request, form, reads, writes


@reads("ballot.manage")
def ballot_paper(request: Request, pk: int) -> HttpResponse:
    """The paper to print: one class, no number, no name."""
    ballot = selectors.ballot_get(request.actor, pk, "ballot.manage")
    sheet = selectors.sheet_of(ballot)
    context = {"ballot": ballot, "sheet": sheet, "today": clock.today()}
    return render(request, "ballots/paper.html", context)


@reads("ballot.manage")
def ballot_papers(request: Request, pk: int) -> HttpResponse:
    """Who takes a paper, and the batches counted so far."""
    ballot = selectors.ballot_get(request.actor, pk, "ballot.manage")
    text = request.GET.get("q", "").strip()[:30]
    context = {
        "ballot": ballot,
        "q": text,
        "page": page_of(request, selectors.roll_named(ballot, text), size=20) if text else [],
        "batches": selectors.batches_of(ballot),
        "classes": ballot.classes.all(),
        "account": request.actor.account_id,
    }
    return render(request, "ballots/papers.html", context)


@writes("ballot.manage")
def paper_hand(request: Request, pk: int) -> HttpResponse:
    """A voter took a paper."""
    ballot = selectors.ballot_get(request.actor, pk, "ballot.manage")
    number = request.POST.get("voter", "")
    voter = services_vote.paper_hand(
        actor=request.actor, ballot=ballot, voter_pk=int(number) if number.isdigit() else 0
    )
    messages.success(request, _("已记下%(name)s领走一张“%(kind)s”票。") % {"name": voter, "kind": voter.voter_class})
    return redirect("ballot_papers", pk)


@form("ballot.manage")
def papers_count(request: Request, pk: int) -> HttpResponse:
    """The first count of a batch of one class."""
    ballot = selectors.ballot_get(request.actor, pk, "ballot.manage")
    chosen = selectors.class_get(ballot, request.GET.get("class", ""))
    sheet = selectors.sheet_of(ballot)
    context = {"ballot": ballot, "chosen": chosen, "rows": papers.batch_rows(sheet, request.POST), "batch": None}
    if request.method == "POST":
        number, counts = papers.number_of(request.POST.get("papers", "")), papers.batch_counts(sheet, request.POST)
        try:
            services_vote.papers_count(
                actor=request.actor, ballot=ballot, voter_class=chosen, papers=number, counts=counts
            )
        except Refused as refusal:
            return render(request, "ballots/papers_count.html", context | {"refusal": refusal}, status=422)
        messages.success(request, _("第一遍已记下，请另一位同事清点第二遍。"))
        return redirect("ballot_papers", pk)
    return render(request, "ballots/papers_count.html", context)


@form("ballot.manage")
def papers_confirm(request: Request, pk: int, batch: int) -> HttpResponse:
    """The second count of the same papers, without the first figures."""
    ballot = selectors.ballot_get(request.actor, pk, "ballot.manage")
    found = selectors.batch_get(ballot, batch)
    sheet = selectors.sheet_of(ballot)
    rows = papers.batch_rows(sheet, request.POST)
    context = {"ballot": ballot, "chosen": found.voter_class, "rows": rows, "batch": found}
    if request.method == "POST":
        number, counts = papers.number_of(request.POST.get("papers", "")), papers.batch_counts(sheet, request.POST)
        try:
            services_vote.papers_confirm(actor=request.actor, ballot=ballot, batch=found, papers=number, counts=counts)
        except Refused as refusal:
            return render(request, "ballots/papers_count.html", context | {"refusal": refusal}, status=422)
        messages.success(request, _("两遍一致，两位的姓名已写在这一批上。"))
        return redirect("ballot_papers", pk)
    return render(request, "ballots/papers_count.html", context)


@writes("ballot.manage")
def papers_withdraw(request: Request, pk: int, batch: int) -> HttpResponse:
    """A wrong first count is taken back."""
    ballot = selectors.ballot_get(request.actor, pk, "ballot.manage")
    found = selectors.batch_get(ballot, batch)
    services_vote.papers_withdraw(actor=request.actor, ballot=ballot, batch=found)
    return redirect("ballot_papers", pk)
