"""Which term and which members an address asks for; the same for the page, the workbook and the printed list."""

from __future__ import annotations

from touyan.members import selectors
from touyan.members.forms import RosterForm
from touyan.organizations.access import Request
from touyan.organizations.models import Term


def asked_roster(request: Request) -> tuple[RosterForm, Term | None, list[Term]]:
    """The filters, the term they are about (None when the reader has none), and the terms to choose from."""
    terms = selectors.terms(request.actor)
    wanted = request.GET.get("term", "")
    term = selectors.term_of(terms, int(wanted) if wanted.isdecimal() else None)
    return RosterForm(request.GET or None, terms=terms, term=term), term, terms
