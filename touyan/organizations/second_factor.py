"""Whoever acts for an office signs in with a second factor, whichever way they came in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from touyan.organizations import accounts

OPEN = ("mfa_", "account_", "usersessions_", "language_set", "reading_set", "limits")
SEEN = "second_factor_seen"


class Demand:
    """Django middleware; see the module."""

    def __init__(self, answer: Callable[[Any], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: Any) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: Any, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Lead to the set-up page; None lets the request pass."""
        name = request.resolver_match.url_name or ""
        if not request.user.is_authenticated or name.startswith(OPEN) or request.session.get(SEEN):
            return None
        if not request.actor.needs_second_factor:
            return None
        if accounts.has_second_factor(request.actor.account_id):
            request.session[SEEN] = True
            return None
        messages.warning(request, _("您的角色须设置第二验证方式（验证码应用或通行密钥）后才能办理业务。"))
        return redirect("mfa_index")
