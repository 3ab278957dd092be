"""What is known about people, field by field: for what, how sensitive, how long, and how it is shown to others.

Each room lists its own fields in `personal.py` as FIELDS, keyed "model.field". A test fails on a field about a person
that is not listed. The list is also what the page 我的数据 tells its reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class Label(StrEnum):
    """How much harm a leak would do."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    PRIVATE = "private"


class Mask(StrEnum):
    """How the field is shown to whoever has no right to it in full."""

    NONE = "none"
    PHONE = "phone"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Personal:
    """One field about a person. `purpose` and `kept` are sentences for the person; `kept` says how long."""

    purpose: str | Promise
    label: Label
    kept: str | Promise
    mask: Mask = Mask.NONE
