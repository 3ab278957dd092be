"""What the sign-in pages of the demonstration show besides the fields: who can be signed in as, and the current code."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django import template
from django.conf import settings

from touyan.core.rooms import collect

register = template.Library()


@register.simple_tag
def demo_signins() -> list[Any]:
    """The demonstration's accounts, offered by the room that made them; empty outside a demonstration."""
    return [entry for _room, found in collect("signins", "SIGN_INS") for entry in found] if settings.DEMO else []


@register.simple_tag
def demo_code() -> str:
    """The current code of the demonstration's accounts; empty outside a demonstration."""
    secrets = [secret for _room, secret in collect("signins", "TOTP_SECRET")] if settings.DEMO else []
    return format_hotp_value(hotp_value(secrets[0], int(time.time()) // 30)) if secrets else ""
