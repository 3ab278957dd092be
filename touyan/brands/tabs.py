"""The pages of one brand."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.brands.models import Brand
from touyan.organizations import policy
from touyan.organizations.policy import Actor


def tabs(actor: Actor, brand: Brand, here: str) -> list[dict[str, Any]]:
    """The pages of one brand that the reader may open; none when there is only one."""
    if not policy.can(actor, "brand.pulse", brand.unit_id):
        return []
    pages = [
        ("brand_page", _("承诺和内涵")),
        ("brand_heartbeat", _("心跳")),
        ("brand_records", _("记录")),
        ("brand_path", _("创建步骤")),
        ("brand_quality", _("质量认定")),
    ]
    return [{"label": word, "url": reverse(name, args=[brand.pk]), "active": name == here} for name, word in pages]
