"""Questions about accounts that signing in asks."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from touyan.core import clock
from touyan.organizations.models import Account

SEEN_TO = dt.timedelta(minutes=5)


def account_named(username: str) -> Account | None:
    """The active account of that sign-in name, or None."""
    return Account.objects.filter(username=username, is_active=True).first() if username else None


def has_second_factor(account_id: int) -> bool:
    """Whether the account has set up a code generator or a passkey."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user_id=account_id, type__in=kinds).exists()


def device_note(request: HttpRequest) -> None:
    """The device of this session is known, and its last visit is right to `SEEN_TO`."""
    known = UserSession.objects.filter(
        session_key=request.session.session_key, user_id=request.user.pk, last_seen_at__gt=clock.now() - SEEN_TO
    )
    if not known.exists():
        UserSession.objects.create_from_request(request)
