"""Papers of one activity: notice, sheet to sign, names, minutes; and the research report told by its three ways."""

from __future__ import annotations

import pytest

from touyan.activities import of_one, services
from touyan.activities.tests.held import invited, kind, written
from touyan.core.errors import Refused
from touyan.documents import services as documents
from touyan.documents.compose import words_of
from touyan.documents.models import OfficialDocument
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def words(document: OfficialDocument) -> str:
    return words_of(document, document.passages.all())


def test_a_notice_brings_time_place_and_the_list_of_names(cast: Cast) -> None:
    activity = invited(cast)
    document = of_one.activity_paper(actor=cast.secretary, activity=activity, what="notice")
    text = words(document)
    assert activity.title in document.title and document.kind == "notice"
    assert "参加人员名单" in text and "李四" in text and "在系统中请假" in text


def test_minutes_count_who_came_and_name_nobody(cast: Cast) -> None:
    activity = services.activity_record(actor=cast.secretary, written=written(cast, outcome="形成建议三条"))
    text = words(of_one.activity_paper(actor=cast.secretary, activity=activity, what="minutes"))
    assert "实到" in text and "形成建议三条" in text and "李四" not in text


def test_sheet_and_names_are_in_stroke_order_without_those_on_leave(cast: Cast) -> None:
    activity = invited(cast)
    assert "李四" in words(of_one.activity_paper(actor=cast.secretary, activity=activity, what="sign_in"))
    leave = services.leave_ask(actor=cast.member, activity=activity, ground="official")
    assert leave.pk
    sheet = words(of_one.activity_paper(actor=cast.secretary, activity=activity, what="sign_in"))
    assert "李四" not in sheet
    assert "李四" in words(of_one.activity_paper(actor=cast.secretary, activity=activity, what="name_list"))


def test_only_writers_who_may_see_the_names(cast: Cast) -> None:
    activity = invited(cast)
    for actor in (cast.member, cast.other_secretary, cast.district_staff, cast.auditor):
        with pytest.raises(Refused):
            of_one.activity_paper(actor=actor, activity=activity, what="name_list")
    with pytest.raises(Refused) as refusal:
        of_one.activity_paper(actor=cast.secretary, activity=activity, what="novel")
    assert refusal.value.status == 404


def test_the_research_report_tells_visits_seminars_and_expert_sessions_apart(cast: Cast) -> None:
    for code, title in (("research_visit", "走访驿站"), ("consultation", "座谈加梯"), ("expert_session", "论证方案")):
        made = written(cast, kind=kind(code), title=title, topic="老旧小区加装电梯")
        services.activity_record(actor=cast.secretary, written=made)
    year = written(cast).starts.year
    document = documents.document_from_paper(
        actor=cast.secretary, unit=cast.branch, code="activities.research", year=year
    )
    text = words(document)
    for part in ("（一）实地视察调研1次", "（二）召开座谈协商会议1次", "（三）开展专家论证1次", "调研活动一览表"):
        assert part in text
