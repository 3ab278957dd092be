"""The cast with a leader who guides: 王五 is vice-chair of the committee and guides the branch."""

from __future__ import annotations

import datetime as dt

from touyan.organizations.models import Post
from touyan.organizations.rules import Title
from touyan.organizations.tests.cast import Cast
from touyan.supervision import services

MORNING = "2026-05-20 02:00:00+00:00"  # a Wednesday


def guided(cast: Cast) -> None:
    """王五 leads the committee and guides the branch."""
    Post.objects.create(unit=cast.city, person=cast.wang, title=Title.VICE_CHAIR, start=dt.date(2022, 4, 1))
    services.guidance_assign(actor=cast.staff, leader=cast.wang, unit=cast.branch)
