"""Refusals that a clerk can act on, and the pages that say them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

PLAIN = re.compile(r"[\x21-\x7e]*")  # keys, codes, dates, numbers: one word without a Chinese character


class Refused(Exception):
    """A verb was not carried out; nothing was saved.

    `message` says what was wrong, `possible` what could be done instead. `status` is the HTTP answer:
    403 not permitted, 404 not there for this reader, 409 in the way of something else, 422 wrong input.
    """

    def __init__(self, message: str, *, possible: str = "", status: int = 422) -> None:
        super().__init__(message)
        self.message, self.possible, self.status = str(message), str(possible), status


@dataclass(frozen=True)
class Difference:
    """One field that two people changed: its label, what stands now, what was sent."""

    label: str
    stands: str
    sent: str


class Stale(Refused):
    """Somebody else saved in between: 409, with both texts side by side so that nothing typed is lost."""

    def __init__(self, differences: Sequence[Difference], *, who: str = "", when: str = "") -> None:
        message = (
            _("这条记录刚刚被别人修改过。")
            if not who
            else _("%(who)s于%(when)s修改过这条记录。") % {"who": who, "when": when}
        )
        super().__init__(message, possible=_("请对照两份内容，保留需要的，再保存一次。"), status=409)
        self.differences = tuple(differences)


def mistakes(form: BaseForm) -> str:
    """What is wrong in a form, each sentence with the name of its field; empty when all that is wrong is missing."""
    said = [
        str(form[name].label) + _("：") + str(sentence)
        for name, errors in form.errors.as_data().items()
        if name in form.fields
        for error in errors
        if error.code != "required"
        for sentence in error.messages
    ]
    return " ".join(said)


def page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The refusal as a page; what was typed stands on it, and a way back to where it was typed."""
    template = "core/stale.html" if isinstance(refusal, Stale) else "core/refused.html"
    context = {"refusal": refusal, "back": came_from(request), "typed": _typed(request)}
    return render(request, template, context, status=refusal.status)


def came_from(request: HttpRequest) -> str:
    """The page of this house from which a form was sent; nothing for any other request."""
    here = request.META.get("HTTP_REFERER", "")
    if request.method != "POST" or not url_has_allowed_host_and_scheme(here, {request.get_host()}):
        return ""
    parts = urlsplit(here)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _typed(request: HttpRequest) -> list[str]:
    """Texts that a person wrote, not the choices, keys and numbers of the form, nor a password."""
    if request.method != "POST":
        return []
    sent = [text.strip() for name, texts in request.POST.lists() if "password" not in name for text in texts]
    return [text for text in sent if len(text) > 1 and not PLAIN.fullmatch(text)]


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read at all."""
    return page(request, Refused(_("请求的内容无法读取。"), possible=_("请返回上一页，刷新后再试。"), status=400))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the reader may not do this."""
    return page(
        request, Refused(_("您没有办理这件事的权限。"), possible=_("如需办理，请联系本单位管理员。"), status=403)
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not for this reader; the two are told apart by nothing."""
    return page(
        request,
        Refused(_("没有找到这个页面，或您无权查看。"), possible=_("请检查网址，或从首页重新进入。"), status=404),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. A page without a query, so that it shows even when the database does not answer."""
    return render(request, "core/broken.html", status=500)
