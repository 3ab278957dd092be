"""What every form of the house does when its verb refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms

from touyan.core.errors import Refused

T = TypeVar("T")


def attempt(form: forms.BaseForm, verb: Callable[[], T], *, field: str | None = None) -> T | None:
    """Carry out the verb; a refusal that typing can mend becomes a sentence above the form, so that nothing typed is lost.

    With `field` the sentence stands at that field.
    """
    try:
        return verb()
    except Refused as refusal:
        if refusal.status != 422:
            raise
        form.add_error(field, f"{refusal.message}{refusal.possible}")
        return None
