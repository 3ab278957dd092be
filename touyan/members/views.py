"""Pages of the roster, of one member, of placing and ending, of sectors and coverage."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.chinese.normal import mask_phone
from touyan.core.chinese.strokes import unplaced
from touyan.core.errors import Refused
from touyan.members import coverage as cover
from touyan.members import export, placing, selectors, services
from touyan.members.asking import asked_roster
from touyan.members.forms import EndForm, MemberForm, PlaceForm, PlacingForm, SectorEndForm, SectorForm
from touyan.organizations import policy
from touyan.organizations.access import Request, form, reads, writes
from touyan.organizations.rules import Kind

PAGE = 40
NEAR = ("q", "term", "party", "order")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@reads("member.view")
def member_roster(request: Request) -> HttpResponse:
    """委员名册: who is a member, by strokes or pinyin, as far as the reader may see."""
    asked, term, _terms = asked_roster(request)
    if term is None:
        return render(request, "members/roster_empty.html", {"manages": request.actor.may("member.manage")})
    chosen = asked.chosen()
    page = Paginator(selectors.members(request.actor, term, chosen), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": asked,
        "near": NEAR,
        "narrowed": any(request.GET.get(name) for name in asked.fields if name not in NEAR),
        "term": term,
        "term_text": str(term.pk),
        "page": page,
        "lines": selectors.lines(page.object_list),  # type: ignore[arg-type]
        "counts": selectors.counts(request.actor, term),
        "manages": policy.can(request.actor, "member.manage", term.committee_id),
        "exports": policy.can(request.actor, "member.export", term.committee_id),
        "query": request.GET.urlencode(),
        "links": selectors.roster_links(request.actor),
    }
    return render(request, "members/roster.html", context)


@reads("member.export")
def member_export(request: Request) -> HttpResponse:
    """The roster as .xlsx, by the same filters."""
    asked, term, _terms = asked_roster(request)
    if term is None:
        raise Refused(_("还没有可以导出的名册。"), status=404)
    made = export.roster_export(
        actor=request.actor, term=term, chosen=asked.chosen(), reveal=request.GET.get("phones") == "full"
    )
    name = f"roster-{term.committee.code}-{clock.today():%Y%m%d}.xlsx"
    return FileResponse(made, as_attachment=True, filename=name, content_type=XLSX)  # type: ignore[return-value]


@reads("member.view")
def member_page(request: Request, pk: int) -> HttpResponse:
    """One member: seat, places, posts, and what other rooms know."""
    page = selectors.member_page(request.actor, pk)
    services.member_read(actor=request.actor, member=page.member)
    context = {
        "page": page,
        "member": page.member,
        "phone": mask_phone(page.member.phone),
        "unplaced": unplaced(page.member.person.name),
        "place_form": PlaceForm(term=page.member.term) if page.manages else None,
        "end_form": EndForm() if page.manages else None,
    }
    return render(request, "members/member_page.html", context)


@writes("member.view")
def member_phone(request: Request, pk: int) -> HttpResponse:
    """The telephone in full, once, to whoever may; recorded."""
    member = selectors.member_get(request.actor, pk)
    phone = services.phone_show(actor=request.actor, member=member)
    template = "members/_phone.html" if request.htmx else "members/phone.html"  # type: ignore[attr-defined]
    return render(request, template, {"member": member, "phone": phone, "shown": True})


@form("member.manage")
def member_add(request: Request, term: int) -> HttpResponse:
    """A new member of a term."""
    found = selectors.term_kept(request.actor, term)
    filled = MemberForm(request.POST or None)
    if request.method == "POST" and filled.is_valid():
        member = services.member_add(actor=request.actor, term=found, data=filled.data_stated())
        return redirect("member_page", member.pk)
    return render(request, "members/member_form.html", {"form": filled, "term": found}, status=_status(filled))


@form("member.manage")
def member_edit(request: Request, pk: int) -> HttpResponse:
    """Correct what is written down about a member."""
    member = selectors.member_get(request.actor, pk, "member.manage")
    filled = MemberForm(request.POST or None, instance=member)
    if request.method == "POST" and filled.is_valid():
        version = filled.cleaned_data["version"] or 0
        services.member_correct(actor=request.actor, member=member, data=filled.data_stated(), version=version)
        return redirect("member_page", member.pk)
    context = {"form": filled, "member": member, "term": member.term}
    return render(request, "members/member_form.html", context, status=_status(filled))


@form("member.manage")
def member_place(request: Request, pk: int) -> HttpResponse:
    """Put a member into a committee, branch or group."""
    member = selectors.member_get(request.actor, pk, "member.manage")
    filled = PlaceForm(request.POST or None, term=member.term)
    if request.method == "POST" and filled.is_valid():
        services.member_place(actor=request.actor, member=member, **filled.cleaned_data)
        return redirect("member_page", member.pk)
    return render(request, "members/member_place.html", {"form": filled, "member": member}, status=_status(filled))


@form("member.manage")
def members_place(request: Request, term: int) -> HttpResponse:
    """Members without a special committee, each with a proposal by field and sector."""
    found = selectors.term_kept(request.actor, term)
    units = list(selectors.units_under(found, Kind.SPECIAL_COMMITTEE))
    waiting = placing.unplaced(request.actor, found)
    filled = PlacingForm(request.POST or None, waiting=waiting, units=units)
    if request.method == "POST" and filled.is_valid():
        number = placing.members_place(actor=request.actor, chosen=filled.chosen())
        messages.success(request, _("已编入 %(number)d 人。") % {"number": number})
        return redirect("members_place", term)
    context = {"form": filled, "term": found, "units": units}
    return render(request, "members/members_place.html", context, status=_status(filled))


@form("member.manage")
def member_end(request: Request, pk: int) -> HttpResponse:
    """End a seat."""
    member = selectors.member_get(request.actor, pk, "member.manage")
    filled = EndForm(request.POST or None)
    if request.method == "POST" and filled.is_valid():
        services.member_end(actor=request.actor, member=member, **filled.cleaned_data)
        return redirect("member_page", member.pk)
    return render(request, "members/member_end.html", {"form": filled, "member": member}, status=_status(filled))


@reads("member.view")
def sector_list(request: Request) -> HttpResponse:
    """界别: which sectors there are and how many members each has."""
    _form, term, _terms = asked_roster(request)
    manages = request.actor.may("sector.manage")
    context = {
        "sectors": selectors.sector_table(request.actor, term),
        "term": term,
        "form": SectorForm() if manages else None,
    }
    return render(request, "members/sector_list.html", context)


@form("sector.manage")
def sector_add(request: Request) -> HttpResponse:
    """A new sector."""
    filled = SectorForm(request.POST or None)
    if request.method == "POST" and filled.is_valid():
        unit = selectors.unit_kept(request.actor, "sector.manage")
        services.sector_add(actor=request.actor, unit=unit, **filled.cleaned_data)
        return redirect("sector_list")
    return render(request, "members/sector_form.html", {"form": filled, "title": _("新增界别")}, status=_status(filled))


@form("sector.manage")
def sector_end(request: Request, pk: int) -> HttpResponse:
    """The last day of a sector."""
    sector = selectors.sector_get(pk)
    filled = SectorEndForm(request.POST or None)
    if request.method == "POST" and filled.is_valid():
        unit = selectors.unit_kept(request.actor, "sector.manage")
        services.sector_end(actor=request.actor, unit=unit, sector=sector, **filled.cleaned_data)
        return redirect("sector_list")
    context = {"form": filled, "title": _("停用界别"), "sector": sector}
    return render(request, "members/sector_form.html", context, status=_status(filled))


@reads("coverage.view")
def coverage(request: Request) -> HttpResponse:
    """两个全覆盖: who is not covered, by name, for those in charge."""
    asked, term, _terms = asked_roster(request)
    if term is None:
        return render(request, "members/roster_empty.html", {"manages": request.actor.may("member.manage")})
    party, work = cover.party_side(request.actor, term), cover.work_side(request.actor, term)
    context = {
        "form": asked,
        "term": term,
        "today": clock.today(),
        "party": party,
        "work": work,
        "evidence": cover.evidence(party, work),
        "branches": cover.branches(request.actor, term),
        "least": cover.LEAST_IN_BRANCH,
    }
    return render(request, "members/coverage.html", context)


def _status(filled: object) -> int:
    """422 for a form that is shown again with its mistakes."""
    return 422 if getattr(filled, "errors", None) else 200
