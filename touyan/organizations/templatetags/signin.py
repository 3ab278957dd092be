"""What the sign-in pages of the demonstration show besides the fields: who can be signed in as, and the current code."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django import template
from django.conf import settings
from django.utils.translation import gettext as _

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


BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def device_words(agent: str) -> str:
    """A device in two words, such as Windows · Edge, from what its browser says of itself."""
    system = next((word for sign, word in SYSTEMS if sign in agent), "")
    browser = next((word for sign, word in BROWSERS if sign in agent), "Safari" if "Safari" in agent else "")
    return " · ".join(filter(None, (system, str(_(browser)) if browser else ""))) or _("没有说明的设备")
