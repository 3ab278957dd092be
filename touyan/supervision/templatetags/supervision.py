"""Numbers of oversight as people read them."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def hundredths(value: int | None) -> str:
    """A mean kept in hundredths: 437 → 4.37."""
    return "" if value is None else f"{value // 100}.{value % 100:02d}"
