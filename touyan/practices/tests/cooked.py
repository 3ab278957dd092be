"""A practice of the branch, for the tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from touyan.core import clock
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor
from touyan.organizations.tests.cast import Cast
from touyan.practices import services
from touyan.practices.models import Practice
from touyan.practices.services import Named

STEPS = ["提前一周征集一个问题", "现场两小时，不带讲稿"]
CHANGED = (Named("time", "每月一次", "两月一次", "农忙没有人"),)


def values(unit: Unit, **changes: Any) -> dict[str, Any]:
    """What a whole recipe says."""
    return {
        "unit": unit, "title": "带着一道题走访", "strength": "expert", "brand": None, "situation": "党日容易开成念文件",
        "minutes": 180, "people": 8, "money": 0, "failed": "头两次走太多家", "avoid": "没有信息渠道不要照搬",
        "started": clock.today() - dt.timedelta(200), **changes,
    }  # fmt: skip


def drafted(actor: Actor, unit: Unit, *, steps: list[str] | None = None, **changes: Any) -> Practice:
    """A draft."""
    lines = STEPS if steps is None else steps
    return services.practice_save(actor=actor, practice=Practice(), values=values(unit, **changes), steps=lines)


def shared(cast: Cast, **changes: Any) -> Practice:
    """A shared practice of the branch."""
    return services.practice_share(actor=cast.secretary, practice=drafted(cast.secretary, cast.branch, **changes))


def adopted(actor: Actor, practice: Practice, unit: Unit, **changes: Any) -> Practice:
    """`unit` has adopted it a hundred days ago with one named change."""
    day = clock.today() - dt.timedelta(100)
    fields = {"why": "我们也有这个问题", "changes": CHANGED, "started": day, **changes}
    return services.practice_adopt(actor=actor, practice=practice, unit=unit, **fields)
