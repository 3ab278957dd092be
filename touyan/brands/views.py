"""Pages of the family: the map, the list, one brand, what it says, its life."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.brands import desks, selectors, services
from touyan.brands.forms import BrandForm, ElementForm, FrameForm, LifeForm, PromiseForm
from touyan.brands.models import Brand, Promise
from touyan.core.downloads import attachment
from touyan.core.forms import attempt
from touyan.core.pages import page_of
from touyan.organizations.access import Request, form, reads, writes


@reads("brand.view")
def brand_map(request: Request) -> HttpResponse:
    """品牌家族: who carries what, how alive, at a glance."""
    return render(request, "brands/brand_map.html", desks.family(request.actor))


@reads("brand.view")
def brand_list(request: Request) -> HttpResponse:
    """Brands by kind, state or warning."""
    asked = {name: request.GET.get(name, "")[:40] for name in ("kind", "state", "text", "code", "reach")}
    page = page_of(request, selectors.brand_list(request.actor, **asked))
    return render(request, "brands/brand_list.html", desks.listed(request.actor, page, asked))


@reads("brand.view")
def brand_page(request: Request, pk: int) -> HttpResponse:
    """One brand: what it promises, to whom, how often, what it consists of, how it is doing."""
    return render(request, "brands/brand_page.html", desks.brand(request.actor, pk))


@form("brand.edit")
def brand_new(request: Request) -> HttpResponse:
    """A brand is set up as a draft."""
    return _brand(request, Brand())


@form("brand.edit")
def brand_edit(request: Request, pk: int) -> HttpResponse:
    """What a brand says of itself."""
    return _brand(request, selectors.brand_get(request.actor, pk, "brand.edit"))


def _brand(request: Request, brand: Brand) -> HttpResponse:
    bound = BrandForm(request.POST or None, instance=brand, **desks.brand_choices(request.actor, brand))
    if request.method == "POST" and bound.is_valid():
        values, version = bound.values(), bound.cleaned_data.get("version")
        saved = attempt(
            bound, lambda: services.brand_save(actor=request.actor, brand=brand, values=values, version=version)
        )
        if saved is not None:
            messages.success(request, _("已保存。"))
            return redirect("brand_page", saved.pk)
    context = {"form": bound, "brand": brand}
    return render(request, "brands/brand_form.html", context, status=422 if bound.errors else 200)


@writes("brand.edit")
def brand_publish(request: Request, pk: int) -> HttpResponse:
    """The brand is published, or what is missing is said."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    services.brand_publish(actor=request.actor, brand=brand)
    messages.success(request, _("已发布“%(name)s”。") % {"name": brand.name})
    return redirect("brand_page", pk)


@form("brand.edit")
def brand_life(request: Request, pk: int) -> HttpResponse:
    """Rest, go on, hand over, end with honours."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    bound = LifeForm(request.POST or None, **desks.life_choices(request.actor, brand))
    if request.method == "POST" and bound.is_valid():
        done = attempt(bound, lambda: desks.live(request.actor, brand, bound.cleaned_data))
        if done is not None:
            messages.success(request, _("已办理。"))
            return redirect("brand_page", done.pk)
    context = {"form": bound, "brand": brand}
    return render(request, "brands/brand_life.html", context, status=422 if bound.errors else 200)


@form("brand.edit")
def promise_new(request: Request, pk: int) -> HttpResponse:
    """One more promise."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    return _promise(request, brand, Promise(brand=brand))


@form("brand.edit")
def promise_edit(request: Request, pk: int, promise_id: int) -> HttpResponse:
    """What a promise says."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    return _promise(request, brand, selectors.promise_get(brand, promise_id))


def _promise(request: Request, brand: Brand, promise: Promise) -> HttpResponse:
    bound = PromiseForm(request.POST or None, instance=promise, brand=brand, initial={"version": promise.version})
    if request.method == "POST" and bound.is_valid():
        values, version = bound.values(), bound.cleaned_data.get("version")
        saved = attempt(
            bound,
            lambda: services.promise_save(
                actor=request.actor, brand=brand, promise=promise, values=values, version=version
            ),
        )
        if saved is not None:
            messages.success(request, _("已保存。"))
            return redirect("brand_page", brand.pk)
    context = {"form": bound, "brand": brand, "promise": promise}
    return render(request, "brands/promise_form.html", context, status=422 if bound.errors else 200)


@writes("brand.edit")
def promise_end(request: Request, pk: int, promise_id: int) -> HttpResponse:
    """A promise ends, with its reason."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    promise = selectors.promise_get(brand, promise_id)
    services.promise_end(actor=request.actor, promise=promise, reason=request.POST.get("reason", ""))
    return redirect("brand_page", pk)


@form("brand.edit")
def element_add(request: Request, pk: int) -> HttpResponse:
    """One more carrier, mechanism or feature."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    bound = ElementForm(
        request.POST or None, norms=selectors.norms(request.actor), initial={"kind": request.GET.get("kind", "")}
    )
    if request.method == "POST" and bound.is_valid():
        if attempt(bound, lambda: services.element_add(actor=request.actor, brand=brand, values=bound.cleaned_data)):
            return redirect("brand_page", pk)
    context = {"form": bound, "brand": brand}
    return render(request, "brands/element_form.html", context, status=422 if bound.errors else 200)


@writes("brand.edit")
def element_remove(request: Request, pk: int, element_id: int) -> HttpResponse:
    """A part is taken away."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    services.element_remove(actor=request.actor, element=selectors.element_get(brand, element_id))
    return redirect("brand_page", pk)


@reads("brand.view")
def brand_svg(request: Request, pk: int) -> HttpResponse:
    """品牌内涵图 as SVG."""
    name, content = desks.drawn(request.actor, pk)
    return attachment(content.encode(), f"{name}.svg", "image/svg+xml")


@reads("brand.view")
def brand_png(request: Request, pk: int) -> HttpResponse:
    """品牌内涵图 as PNG."""
    name, content = desks.painted(request.actor, pk)
    return attachment(content, f"{name}.png", "image/png")


@reads("brand.view")
def framework_page(request: Request, pk: int) -> HttpResponse:
    """123456: how the city brand is built."""
    return render(request, "brands/framework.html", desks.framework(request.actor, pk))


@writes("brand.edit")
def framework_fill(request: Request, pk: int) -> HttpResponse:
    """The framework of the source document is taken over."""
    services.frame_fill(actor=request.actor, brand=selectors.brand_get(request.actor, pk, "brand.edit"))
    return redirect("framework_page", pk)


@form("brand.edit")
def framework_edit(request: Request, pk: int) -> HttpResponse:
    """What the framework says."""
    brand = selectors.brand_get(request.actor, pk, "brand.edit")
    bound = FrameForm(request.POST or None, frames=list(brand.frames.all()))
    if request.method == "POST" and bound.is_valid():
        attempt(bound, lambda: services.frame_save(actor=request.actor, brand=brand, lines=bound.lines()))
        if not bound.errors:
            return redirect("framework_page", pk)
    context = {"form": bound, "brand": brand}
    return render(request, "brands/framework_form.html", context, status=422 if bound.errors else 200)
