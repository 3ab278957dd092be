"""The roster as a printed list."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from touyan.core.downloads import DOCX, PDF, attachment
from touyan.core.errors import Refused
from touyan.documents import rosters
from touyan.members.asking import asked_roster
from touyan.organizations.access import Request, reads


@reads("member.export")
def roster_print(request: Request) -> HttpResponse:
    """PDF, or Word with ?as=docx; filters and order as on the page of the roster."""
    asked, term, _terms = asked_roster(request)
    if term is None:
        raise Refused(_("还没有名册。"), status=404)
    form = "docx" if request.GET.get("as") == "docx" else "pdf"
    content = rosters.roster_print(actor=request.actor, term=term, chosen=asked.chosen(), form=form)
    return attachment(content, f"{term.committee.short}{term.name}委员名单.{form}", DOCX if form == "docx" else PDF)
