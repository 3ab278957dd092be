"""Records of the cast's branch for the walk of the permission table."""

from __future__ import annotations

import datetime as dt
from typing import Any

from touyan.core import clock
from touyan.organizations.models import Post
from touyan.organizations.rules import Title
from touyan.organizations.tests.cast import Cast
from touyan.supervision import services
from touyan.supervision.models import Check, Guidance, RatingTicket, ResponsibilityList


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters of a record that belongs to the branch, or to the city when only the city has such."""
    report = services.report_draft(actor=cast.secretary, unit=cast.branch, kind="midyear", year=2026)
    names = ["page", "edit", "submit", "return", "read", "plan", "paper"]
    found: dict[str, dict[str, Any]] = {f"report_{name}": {"pk": report.pk} for name in names}
    found |= {f"report_{form}": {"pk": report.pk, "number": 1} for form in ("pdf", "docx")}
    return found | _difficulty(cast) | _checks(cast)


def _difficulty(cast: Cast) -> dict[str, dict[str, Any]]:
    Post.objects.create(unit=cast.city, person=cast.wang, title=Title.VICE_CHAIR, start=dt.date(2022, 4, 1))
    Guidance.objects.create(leader=cast.wang, unit=cast.branch, start=dt.date(2022, 4, 1))
    row = services.difficulty_raise(actor=cast.secretary, unit=cast.branch, kind="time", title="难", words="难")
    closes = clock.today() + dt.timedelta(20)
    services.rating_open(actor=cast.staff, committee=cast.city, year=2026, half=1, closes=closes)
    ticket = RatingTicket.objects.get(unit=cast.branch)
    return {
        **{f"difficulty_{name}": {"pk": row.pk} for name in ("page", "answer", "settle", "withdraw")},
        "rating_give": {"pk": ticket.pk},
    }


def _checks(cast: Cast) -> dict[str, dict[str, Any]]:
    fields = {"title": "例会", "day": clock.today(), "minutes": 30, "kind": "meeting"}
    meeting = services.meeting_record(actor=cast.staff, unit=cast.party_group, fields=fields, units=[cast.branch])
    draw = services.draw_announce(
        actor=cast.staff,
        committee=cast.party_group,
        title="抽查",
        year=2026,
        kinds=["temporary_branch"],
        each=1,
        seed_source="某期号码",
    )
    check = Check.objects.create(draw=draw, unit=cast.branch)
    finding = services.finding_add(actor=cast.staff, check_id=check.pk, words="问题", help="帮助")
    register = ResponsibilityList.objects.get(code="branch")
    duty = register.duties.first()
    assert duty is not None
    line = {"list_pk": register.pk, "pk": duty.pk}
    return {
        **{name: {"pk": meeting.pk} for name in ("meeting_page", "meeting_minute", "decision_add", "item_add")},
        "meeting_paper": {"pk": meeting.pk, "what": "minutes"},
        **{name: {"pk": check.pk} for name in ("check_page", "check_record", "finding_add")},
        **{name: {"pk": finding.pk} for name in ("finding_fix", "finding_close")},
        **{name: {"pk": draw.pk} for name in ("draw_page", "draw_file", "draw_make")},
        **{f"responsibility_{name}": line for name in ("edit", "drop", "tasks")},
        "responsibility_new": {"list_pk": register.pk},
    }
