"""Pages of voters and of whoever may read a result."""

from __future__ import annotations

import json
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from touyan.ballots import checker, forms, listing, papers, selectors, services_vote
from touyan.ballots.rules import State
from touyan.core import clock, journal
from touyan.core.downloads import attachment
from touyan.core.errors import Refused
from touyan.core.pages import page_of
from touyan.organizations import policy
from touyan.organizations.access import Request, form, reads


@reads("ballot.view")
def ballot_list(request: Request) -> HttpResponse:
    """Ballots, the latest first; those in which I still vote on top."""
    context = {
        "page": page_of(request, selectors.ballots_for(request.actor)),
        "mine": selectors.ballots_to_vote(request.actor),
        "manages": request.actor.may("ballot.manage"),
    }
    return render(request, "ballots/ballot_list.html", context)


@reads("ballot.view")
def ballot_page(request: Request, pk: int) -> HttpResponse:
    """One ballot: what is asked, who may vote, and after the end what came of it."""
    ballot = selectors.ballot_get(request.actor, pk)
    manages = selectors.manages(request.actor, ballot)
    reader = manages or policy.can(request.actor, "ballot.publish", ballot.unit_id)
    voter = selectors.voter_of(request.actor, ballot)
    context = {
        "ballot": ballot,
        "sheet": selectors.sheet_of(ballot),
        "entitled": selectors.entitled(ballot),
        "manages": manages,
        "signs": policy.can(request.actor, "ballot.publish", ballot.unit_id),
        "scrutinises": policy.can(request.actor, "ballot.scrutinise", ballot.unit_id),
        "votes": voter is not None and ballot.state == State.OPEN and not selectors.has_voted(voter),
        "turnout": selectors.turnout(ballot),
        "results": selectors.results_of(ballot) if reader or ballot.state == State.PUBLISHED else [],
        "today": clock.today(),
    }
    return render(request, "ballots/ballot_page.html", context)


@form("ballot.vote")
def ballot_vote(request: Request, pk: int) -> HttpResponse:
    """My vote. The receipt stands on the answer and nowhere else."""
    ballot = selectors.ballot_get(request.actor, pk, "ballot.vote")
    voter = selectors.voter_of(request.actor, ballot)
    if voter is None:
        raise Refused(_("没有这张选票。"), status=404)
    sheet = selectors.sheet_of(ballot)
    answers = papers.answers_of(sheet, request.POST)
    blank = answers.count(-1) if request.method == "POST" else 0
    if request.method == "POST" and (not blank or request.POST.get("blank_ok")):
        receipt = services_vote.vote_cast(actor=request.actor, ballot=ballot, answers=answers)
        context = {"ballot": ballot, "receipt": papers.grouped(receipt)}
        response = render(request, "ballots/vote_done.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response
    voted = selectors.has_voted(voter)
    context = {"ballot": ballot, "rows": papers.rows(sheet, answers), "blank": blank, "voted": voted, "voter": voter}
    return render(request, "ballots/vote.html", context, status=422 if blank else 200)


@form("ballot.view")
def ballot_receipt(request: Request, pk: int) -> HttpResponse:
    """Find one's own answers in the opened box by the receipt. Nothing of it is written down."""
    ballot = selectors.ballot_get(request.actor, pk)
    if ballot.state != State.PUBLISHED:
        raise Refused(_("结果还没有公布。"), possible=_("公布后可以凭回执核对。"), status=409)
    bound = forms.ReceiptForm(request.POST or None)
    found = papers.found(ballot, bound.cleaned_data["receipt"]) if bound.is_valid() else None
    context = {"ballot": ballot, "form": bound, "found": found}
    return render(request, "ballots/receipt.html", context, status=422 if bound.errors else 200)


@reads("ballot.view")
def ballot_listing(request: Request, pk: int) -> HttpResponse:
    """The published list, for anybody who may see the result."""
    ballot = selectors.ballot_get(request.actor, pk)
    if ballot.state != State.PUBLISHED:
        raise Refused(_("结果还没有公布。"), possible=_("公布后可以下载清单。"), status=409)
    return _file(listing.listing(ballot), f"{ballot.title}-公开清单.json")


@reads("ballot.scrutinise")
def ballot_whole(request: Request, pk: int) -> HttpResponse:
    """The whole list, classes that are held back included: for the auditor, and journalled."""
    ballot = selectors.ballot_get(request.actor, pk, "ballot.scrutinise")
    if ballot.state not in {State.COUNTED, State.PUBLISHED}:
        raise Refused(_("票箱还没有打开。"), status=409)
    journal.record(request.actor, "ballot.scrutinise", ballot, unit=ballot.unit, detail={"verb": "read"})
    return _file(listing.listing(ballot, whole=True), f"{ballot.title}-监票清单.json")


@reads("ballot.view")
def ballot_checker(request: Request) -> HttpResponse:
    """The checker: one file of Python that needs nothing else."""
    return attachment(Path(checker.__file__).read_bytes(), "checker.py", "text/x-python; charset=utf-8")


def _file(found: dict[str, object], name: str) -> HttpResponse:
    content = json.dumps(found, ensure_ascii=False, indent=1).encode()
    return attachment(content, name, "application/json")
