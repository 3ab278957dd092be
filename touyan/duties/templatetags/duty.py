"""Filters of the rates page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def cell(cells: Mapping[str, Any], code: str) -> Any:
    """The cell of one group."""
    return cells[code]


@register.filter
def permille(value: int | None) -> str:
    """Whole 1/1,000 as a percentage with one digit: 857 → 85.7%."""
    return "" if value is None else f"{value // 10}.{value % 10}%"
