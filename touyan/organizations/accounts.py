"""Questions about accounts that signing in asks."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from touyan.organizations.models import Account


def account_named(username: str) -> Account | None:
    """The active account of that sign-in name, or None."""
    return Account.objects.filter(username=username, is_active=True).first() if username else None


def has_second_factor(account_id: int) -> bool:
    """Whether the account has set up a code generator or a passkey."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user_id=account_id, type__in=kinds).exists()
