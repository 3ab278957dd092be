"""What allauth must do our way: no self-made accounts, one sign-in for all ways in, an unknown identity is told plainly."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from touyan.core import errors, journal
from touyan.core.errors import Refused
from touyan.organizations import accounts
from touyan.organizations.policy import actor_of


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in with a password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by the administrator."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """A completed sign-in stands in the journal."""
        journal.record(actor_of(user), "page.own", user, detail={"verb": "sign in"})
        return super().post_login(request, user, **kwargs)


class SocialAdapter(DefaultSocialAccountAdapter):
    """Sign-in through the province's or city's identity provider (OIDC)."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """An identity that belongs to no account opens none."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join an identity to the account of the same name, where the operator has said the provider's names are ours."""
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        data = sociallogin.account.extra_data
        claims = data.get("userinfo") or data.get("id_token") or data
        account = (
            accounts.account_named(str(claims.get(settings.OIDC_LINK_BY) or "")) if settings.OIDC_LINK_BY else None
        )
        if account is None:
            refusal = Refused(
                _("统一身份认证成功，但没有与之对应的账号。"),
                possible="请联系本单位系统管理员开通账号，或先用账号密码登录，再绑定统一身份。",
                status=403,
            )
            raise ImmediateHttpResponse(errors.page(request, refusal))
        sociallogin.connect(request, account)
