"""The duty file on paper: one sheet, or the files of a unit as one package."""

from __future__ import annotations

from io import BytesIO

from django.http import HttpResponse
from django.shortcuts import redirect, render

from touyan.documents.files import handed_out
from touyan.documents.services import export_start
from touyan.documents.typeset.pdf import pdf
from touyan.duties import desks, printing
from touyan.duties.forms import PackForm
from touyan.organizations.access import Request, form, reads


@reads("duty.view")
def duty_file_print(request: Request, person_id: int) -> HttpResponse:
    """One person's file as .pdf; a reading by another is in the journal."""
    sheet = desks.sheet(request.actor, person_id, desks.year_of(request.GET.get("year", "")))
    made = printing.document(sheet)
    return handed_out(BytesIO(pdf(made)), f"{made.title}.pdf", "application/pdf")


@form("duty.rates")
def duty_files_pack(request: Request) -> HttpResponse:
    """The files of everyone in a unit as one ZIP, made in the background, taken once."""
    asked = PackForm(request.actor, request.POST or None)
    if request.method == "POST" and asked.is_valid():
        unit, year = asked.cleaned_data["unit"], asked.cleaned_data["year"]
        name = f"{unit.short}{year}年履职档案.zip"
        wish = {"unit": unit.pk, "year": year}
        export = export_start(actor=request.actor, producer="duties.duty_files", wish=wish, name=name)
        return redirect("export_page", export.pk)
    return render(request, "duties/duty_files_pack.html", {"form": asked})
