"""The shape of a menu entry; each room lists its own in `menu.py` as ENTRIES."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Entry:
    """One place in the navigation. Shown to whoever may do `action`; `bottom` puts it into the phone's bottom bar."""

    label: str | Promise
    url_name: str
    icon: str
    action: str
    order: int
    bottom: bool = False
    group: str | Promise = ""
