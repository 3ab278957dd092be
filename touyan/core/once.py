"""A write happens once: a form carries its own key, and a repeat gets the first answer instead of a second record."""

from __future__ import annotations

import re
import secrets

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.core.models import OnceKey

FIELD = "once"
SHAPE = re.compile(r"^[A-Za-z0-9_-]{8,64}$")


def new_key() -> str:
    """A fresh key for one form."""
    return secrets.token_urlsafe(24)


def key_of(request: HttpRequest) -> str:
    """The key that came with the request, or an empty string when the form carries none."""
    key = str(request.POST.get(FIELD) or request.headers.get("Idempotency-Key") or "")
    if key and not SHAPE.match(key):
        raise Refused(_("表单编号不正确。"), possible="请刷新页面后再试。", status=400)
    return key


def answered(key: str, *, account_id: int | None) -> OnceKey | None:
    """The first answer to this key, if it was carried out before by the same account."""
    return OnceKey.objects.filter(key=key, account_id=account_id).first() if key else None


def claim(key: str, *, account_id: int | None, path: str) -> bool:
    """Take the key inside the caller's transaction. False when somebody else holds it already."""
    try:
        with transaction.atomic():
            OnceKey.objects.create(key=key, account_id=account_id, path=path[:300])
    except IntegrityError:
        return False
    return True


def settle(key: str, *, location: str) -> None:
    """Remember where the first answer led, for repeats."""
    OnceKey.objects.filter(key=key).update(location=location[:500])
