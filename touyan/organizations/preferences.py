"""How a reader wants the pages: language, size of type, contrast. Kept in the reader's own cookies."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from touyan.organizations.access import Request, writes

YEAR = 365 * 24 * 3600
SIZES = {"", "large", "larger"}
CONTRASTS = {"", "high"}


def _back(request: Request) -> HttpResponse:
    target = request.POST.get("next") or request.headers.get("Referer") or "/"
    here = {request.get_host()}
    return redirect(target if url_has_allowed_host_and_scheme(target, here, require_https=request.is_secure()) else "/")


@writes("page.public")
def language_set(request: Request) -> HttpResponse:
    """Chinese or English, until the reader says otherwise."""
    code = request.POST.get("language", "")
    response = _back(request)
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True
        )
    return response


@writes("page.public")
def reading_set(request: Request) -> HttpResponse:
    """Size of type and contrast, as words of one cookie that the shell turns into classes."""
    size, contrast = request.POST.get("size", ""), request.POST.get("contrast", "")
    words = [word for word in (size, contrast) if word and word in SIZES | CONTRASTS]
    response = _back(request)
    response.set_cookie("reading", "+".join(words), max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True)
    return response
