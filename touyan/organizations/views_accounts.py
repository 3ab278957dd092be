"""Pages of the system administrator: accounts and what they may do. No content of anybody's work is shown here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.pages import page_of
from touyan.organizations import forms, selectors, services
from touyan.organizations.access import Request, form, reads, writes
from touyan.organizations.rules import Role


@reads("grant.manage")
def account_list(request: Request) -> HttpResponse:
    """Accounts within the administrator's reach."""
    text = request.GET.get("q", "")[:60].strip()
    page = page_of(request, selectors.accounts_for(request.actor, text).prefetch_related("grants__unit"))
    return render(request, "organizations/account_list.html", {"page": page, "text": text})


@form("grant.manage")
def account_open(request: Request) -> HttpResponse:
    """A new account; the first password is shown once."""
    bound = forms.AccountForm(request.POST or None)
    if bound.is_valid():
        account, password = services.account_open(actor=request.actor, **bound.cleaned_data)
        text = _("已开通账号 %(name)s，首次密码：%(password)s 。密码只显示这一次，请当面交给本人。")
        messages.success(request, text % {"name": account.username, "password": password})
        return redirect("account_page", pk=account.pk)
    return render(request, "organizations/account_open.html", {"form": bound}, status=422 if bound.is_bound else 200)


@form("grant.manage")
def account_page(request: Request, pk: int) -> HttpResponse:
    """One account: its grants, and a form for another."""
    account = selectors.account_get(request.actor, pk)
    bound = forms.GrantForm(request.POST or None, units=selectors.units_for(request.actor, "grant.manage"))
    if bound.is_valid():
        data = {**bound.cleaned_data, "role": Role(bound.cleaned_data["role"])}
        services.grant_give(actor=request.actor, account=account, **data)
        messages.success(request, _("已授权。"))
        return redirect("account_page", pk=pk)
    grants = selectors.grants_of(request.actor, account)
    context = {"account": account, "grants": grants, "form": bound, "today": clock.today()}
    return render(request, "organizations/account_page.html", context, status=422 if bound.is_bound else 200)


@writes("grant.manage")
def grant_revoke(request: Request, pk: int, grant_pk: int) -> HttpResponse:
    """The grant ends; the next request of its holder is refused."""
    account = selectors.account_get(request.actor, pk)
    services.grant_revoke(actor=request.actor, grant=selectors.grant_get(request.actor, account, grant_pk))
    messages.success(request, _("已收回，立即生效。"))
    return redirect("account_page", pk=pk)


@writes("grant.manage")
def account_switch(request: Request, pk: int) -> HttpResponse:
    """Stop an account, or let it sign in again."""
    account = selectors.account_get(request.actor, pk)
    services.account_switch(actor=request.actor, account=account, active=not account.is_active)
    messages.success(request, _("账号已启用。") if account.is_active else _("账号已停用，立即生效。"))
    return redirect("account_page", pk=pk)
