"""Every number opens to its record, for whoever may see the score and for nobody else; pages speak the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from touyan.assessment import selectors_record, services
from touyan.assessment.compute import compute
from touyan.assessment.entries import ENTRY_BASE
from touyan.assessment.models import Result, Run, TraceRow, UnitEntry
from touyan.assessment.tests import build, whole
from touyan.ballots.tests.build import keys
from touyan.core.errors import Refused
from touyan.duties.models import DutyRecord
from touyan.duties.services import record_void
from touyan.organizations.models import Account, Person
from touyan.organizations.policy import Actor
from touyan.organizations.tests.cast import Cast

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]


@pytest.fixture
def run(cast: Cast) -> Run:
    """A shown run of 李四 and of six members on each side."""
    build.seat(cast, cast.li)
    for number in range(12):
        build.seat(cast, Person.objects.create(name=f"委员{number}", sort_stroke=str(number)), party=number % 2 == 0)
    build.hand_case(cast)
    return build.moved(cast, compute(build.queued(cast, build.adopted(cast)).pk), "review", "sign", "show")


@pytest.fixture(autouse=True)
def words_again() -> Iterator[None]:
    """A request leaves its language behind."""
    yield
    translation.activate("zh-hans")


def browser(client: Client, actor: Actor, language: str) -> Client:
    client.force_login(Account.objects.get(pk=actor.account_id), "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor_seen"] = True
    session.save()
    client.cookies["language"] = language
    return client


def test_each_line_opens_to_its_record(cast: Cast, run: Run, client: Client) -> None:
    result = Result.objects.get(run=run, person=cast.li)
    facts = set(TraceRow.objects.filter(result=result).exclude(fact=None).values_list("fact", flat=True))
    assert len(facts) >= 5
    for actor in (cast.member, cast.assessor):
        for fact in facts:
            found = selectors_record.behind(actor, result, fact or 0)
            assert found.counted and any("staff" in str(value) for _label, value in found.rows)
    page = browser(client, cast.assessor, "zh-hans").get(f"/scores/{result.pk}/").content.decode()
    for fact in facts:
        assert f"/scores/{result.pk}/records/{fact}/" in page


def test_only_records_of_this_score_open(cast: Cast, run: Run) -> None:
    result = Result.objects.get(run=run, person=cast.li)
    other = build.fact(cast, cast.staff, "x", "proposal", "filed", who=cast.zhang)
    with pytest.raises(Refused) as refusal:
        selectors_record.behind(cast.assessor, result, other)
    assert refusal.value.status == 404


def test_a_later_correction_is_told(cast: Cast, run: Run) -> None:
    result = Result.objects.get(run=run, person=cast.li)
    row = DutyRecord.objects.filter(person=cast.li, outcome="late").get()
    record_void(actor=cast.staff, record=row, reason="签到表有误")
    (line,) = selectors_record.behind(cast.member, result, row.pk).history
    assert "签到表有误" in line


def test_an_entry_of_an_office_opens_too(cast: Cast) -> None:
    run = whole.units(cast, whole.voted(cast))
    entry = UnitEntry.objects.filter(unit=cast.branch).order_by("pk")[0]
    result = Result.objects.get(run=run, unit=cast.branch)
    found = selectors_record.behind(cast.assessor, result, ENTRY_BASE + entry.pk)
    assert any(entry.by_name == value for _label, value in found.rows)


def test_the_english_page_has_no_chinese_label(cast: Cast, run: Run, client: Client) -> None:
    """Names, titles and quotations of the rule stay as they were written; whatever the product says is English."""
    result = Result.objects.get(run=run, person=cast.li)
    row = TraceRow.objects.filter(result=result, node="全会考勤").exclude(fact=None)[0]
    office = browser(client, cast.assessor, "zh-hans").get(f"/assessments/{run.pk}/").content.decode()
    assert "重叠：任取一名党员委员" in office and 'class="ranges"' in office
    said = {str(run), str(run.scheme), cast.city.name, "张三", "李四", "王五", "优秀", "称职", "合格"}
    asks = browser(client, cast.assessor, "en")
    for url in (f"/assessments/{run.pk}/", f"/scores/{result.pk}/records/{row.fact}/"):
        page = re.sub(
            r"(?s)<(script|style|nav|header|footer|blockquote|h1).*?</\1>", "", asks.get(url).content.decode()
        )
        text = re.sub(r"<[^>]+>", "\n", page.partition("<main")[2])
        for word in sorted(said, key=len, reverse=True):
            text = text.replace(word, "")
        left = {one.strip() for one in text.splitlines() if re.search("[\u4e00-\u9fff]", one)}
        assert not left - {"第一履职临时党支部", "全会考勤 二之2", "全会考勤 二之1"}, left


def test_the_answer_begins_with_the_record(cast: Cast, run: Run, client: Client) -> None:
    """Whoever answers an objection opens the record from the page of the objection, and a deduction is called one."""
    result = Result.objects.get(run=run, person=cast.li)
    row = TraceRow.objects.filter(result=result, node="全会考勤").exclude(fact=None)[0]
    made = services.objection_make(actor=cast.member, result=result, text="没有迟到", node="全会考勤", fact=row.fact)
    page = browser(client, cast.assessor, "zh-hans").get(f"/objections/{made.pk}/").content.decode()
    assert f"/scores/{result.pk}/records/{row.fact}/" in page and "应扣 1，计入 -1" in page
