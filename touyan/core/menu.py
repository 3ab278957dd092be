"""The shape of a menu entry; each room lists its own in `menu.py` as ENTRIES.

Order and group go together: 0–9 without a group, 10 工作, 20 履职, 30 督促, 40 品牌, 50 考评, 60 队伍, 70 文书, 80 公开, 90 系统.
"""

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
