"""Values of plans as people read them."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from touyan.organizations.rules import Kind
from touyan.planning.rhythms import Rhythm
from touyan.planning.rules import ActionKind, RecordKind

register = template.Library()
WORDS = {**dict(Kind.choices), **dict(Rhythm.choices), **dict(ActionKind.choices), **dict(RecordKind.choices)}


@register.filter
def said(value: Any) -> str:
    """A value of an action in words: codes by their names, lists joined, nothing as 无."""
    if isinstance(value, list):
        return "、".join(str(WORDS.get(one, one)) for one in value) or _("无")
    return str(WORDS.get(value, value)) if value not in (None, "") else _("无")


@register.filter
def label_of(labels: dict[str, Any], name: str) -> str:
    """The label of a field."""
    return str(labels.get(name, name))
