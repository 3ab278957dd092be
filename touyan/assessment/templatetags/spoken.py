"""Texts that stand in both languages, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django import template
from django.utils.translation import get_language

from touyan.scoring.tongues import LISTED

register = template.Library()


class Spoken(Protocol):
    """Says itself in a language."""

    def of(self, language: str) -> str:
        """The text."""


@register.filter
def said(text: Spoken) -> str:
    """A text of the scoring library, in the reader's language."""
    return text.of(get_language() or "zh")


@register.filter
def listed(words: Iterable[str]) -> str:
    """Words of a scheme one after the other, with the comma of the reader's language."""
    return said(LISTED).join(words)
