"""Pages of a list of works on its way in."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.core.intake import FileRefused
from touyan.core.sheets import KEEP, template_bytes
from touyan.duties import desks, importing
from touyan.duties.forms import ListForm
from touyan.duties.intake import columns
from touyan.organizations.access import Request, form, reads, writes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@form("duty.post")
def work_import(request: Request) -> HttpResponse:
    """Choose a source and a file; nothing is booked yet."""
    bound = ListForm(request.POST or None, request.FILES or None, units=desks.work_units(request.actor))
    if request.method == "POST" and bound.is_valid():
        data = bound.cleaned_data
        unit = bound.units[data["unit"]]
        try:
            one = importing.list_receive(
                actor=request.actor, unit=unit, source=data["source"], upload=data["file"], name=data["file"].name
            )
        except FileRefused as refusal:
            bound.add_error("file", f"{refusal.message}{refusal.possible}")
        else:
            return redirect("work_import_page", one.pk)
    context = {"form": bound, "before": desks.imports(request.actor)}
    return render(request, "duties/work_import.html", context, status=422 if bound.errors else 200)


@reads("duty.post")
def work_import_page(request: Request, pk: int) -> HttpResponse:
    """What the list comes to, which headings nobody knows, every row that cannot be taken."""
    one = importing.settled(desks.import_get(request.actor, pk))
    context = {"one": one, "columns": columns({}), "rest": importing.rest_of(one).exists() and one.refused}
    context["most"] = KEEP
    context["working"], context["progress"] = one.state in ("working", "taking"), importing.progress(one)
    return render(request, "duties/work_import_page.html", context)


@writes("duty.post")
def work_import_map(request: Request, pk: int) -> HttpResponse:
    """These headings mean these columns."""
    one = desks.import_get(request.actor, pk)
    headings = {request.POST.get(f"heading-{c.key}", ""): c.key for c in columns({})}
    importing.mapping_keep(actor=request.actor, one=one, headings={h: k for h, k in headings.items() if h})
    return redirect("work_import_page", pk)


@writes("duty.post")
def work_import_take(request: Request, pk: int) -> HttpResponse:
    """Book the good rows."""
    importing.list_take(actor=request.actor, one=desks.import_get(request.actor, pk))
    return redirect("work_import_page", pk)


@reads("duty.post")
def work_import_rest(request: Request, pk: int) -> HttpResponse:
    """The rows that were not taken, with the reasons."""
    path = importing.rest_of(desks.import_get(request.actor, pk))
    if not path.exists():
        raise Refused(_("文件已清理。"), status=404)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"works-rest-{pk}.xlsx", content_type=XLSX)  # type: ignore[return-value]


@reads("duty.post")
def work_template(request: Request) -> HttpResponse:
    """The workbook to fill in."""
    body = template_bytes(columns({}), name=_("履职成果"))
    return HttpResponse(body, XLSX, headers={"Content-Disposition": 'attachment; filename="works-template.xlsx"'})
