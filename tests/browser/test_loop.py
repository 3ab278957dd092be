"""The main job, done in a real browser as the people of a city do it: from the year's plan to the leader's overview."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import transaction
from playwright.sync_api import Page, TimeoutError, expect

from conftest import DESK, PATIENCE, PHONE
from touyan.activities.models import Activity
from touyan.assessment import launch
from touyan.assessment.compute import compute
from touyan.assessment.models import Result, Run
from touyan.core import clock
from touyan.demo import city as demo_city
from touyan.demo.signins import PASSWORD, TOTP_SECRET
from touyan.duties.models import DutyRecord
from touyan.organizations.models import Unit
from touyan.organizations.rules import Kind
from touyan.planning.models import Task
from touyan.planning.rules import TaskState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ENTER_LIMIT = 120  # seconds: an activity is written down in under two minutes
COMPILING = 180_000  # milliseconds: the engine's first use on a machine compiles its kernels


def enter(page: Page, username: str) -> Page:
    """Sign in as one of the demonstration's people, with the second factor where it is asked for."""
    page.goto("/account/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(lambda url: "/account/login" not in url)
    if "authenticate" in page.url:
        cache.clear()  # one code of the demonstration serves several people within its half minute
        page.fill(
            "input[name=code]:not([type=hidden])", format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30))
        )
        page.locator("input[name=code]:not([type=hidden])").press("Enter")
    expect(page.locator("h1")).to_have_text("我的待办", timeout=PATIENCE)
    return page


def agree(page: Page, word: str) -> None:
    """Press a signing button and the one that confirms it."""
    page.locator("details.confirm summary", has_text=word).first.click()
    page.locator("details.confirm[open] button").first.click()
    page.wait_for_load_state()


def says(page: Page, text: str) -> None:
    """The page shows the text, once it has come."""
    with contextlib.suppress(TimeoutError):
        page.locator("main", has_text=text).first.wait_for()
    assert text in page.inner_text("main"), f"{page.url}: {page.inner_text('main')[:600]}"


@pytest.fixture
def city(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> demo_city.City:
    """The structure and the people, with a signed scheme; no plan, no activity yet."""
    monkeypatch.setattr(demo_city, "BUILDERS", ("organizations", "members", "assessment"))
    # The engine's own process cannot see a test database in memory; the same computation runs here.
    monkeypatch.setattr(launch, "start", lambda run: transaction.on_commit(lambda: compute(run.pk)))
    return demo_city.load(city_members=280, district_members=12, say=lambda text: None)


def test_the_thin_loop(city: demo_city.City, open_page: Callable[..., Page]) -> None:
    issue_the_plan(enter(open_page(DESK), "office"), city)
    branch = enter(open_page(PHONE), "branch")
    write_down_an_activity(branch, city)
    member = enter(open_page(PHONE), "member")
    leave_and_check_in(branch, member, city)
    duty_file_and_rates(member, city)
    assess(open_page, member, city)
    midyear_summary(open_page(DESK), city)
    overview(enter(open_page(DESK), "leader"))


def issue_the_plan(page: Page, city: demo_city.City) -> None:
    """1. The year's plan from a template to 18 branches and 13 districts in one action, with its work per unit first."""
    page.goto("/plans/new/")
    page.select_option("[name=unit]", str(city.root.pk))
    page.fill("[name=title]", f"{city.year}年度计划")
    page.select_option("[name=template]", label="政协系统党建工作年度计划（精简）")
    page.get_by_role("button", name="起草").click()
    page.get_by_role("link", name="下达").click()
    for label in ("党员履职临时党支部", "区县（市）"):
        page.locator("label.choice", has_text=re.compile(label)).first.locator("input").check()
    page.get_by_role("button", name="看工作量").click()
    page.wait_for_load_state()
    says(page, "平均每个单位全年")
    if page.locator("#replaces").count():
        page.fill("#replaces", "停开双月例会")
    page.get_by_role("button", name=re.compile("确认下达给")).click()
    page.wait_for_load_state()
    kinds = Task.objects.values_list("unit__kind", "unit__level").distinct()
    assert set(kinds) == {(Kind.TEMPORARY_BRANCH, "city"), (Kind.COMMITTEE, "district")}
    assert Task.objects.values("unit").distinct().count() == 31
    assert Task.objects.filter(responsible__isnull=True).count() == 0


def write_down_an_activity(page: Page, city: demo_city.City) -> None:
    """2. A branch secretary on a phone: what is due, an activity, the task done with the activity as its proof."""
    says(page, "主题党日")
    started = time.monotonic()
    page.get_by_role("link", name="记一笔").last.click()
    page.wait_for_load_state()
    page.locator("input[name=task]").first.check()
    page.fill("[name=place]", "委员之家")
    page.fill("[name=outcome]", "走访三家企业，形成一条社情民意信息")
    page.get_by_role("button", name="记下").click()
    page.wait_for_load_state()
    assert time.monotonic() - started < ENTER_LIMIT
    unit = city.branches[2]
    done = Task.objects.get(unit=unit, state=TaskState.DONE)
    proof = done.proofs.get()
    assert proof.record_kind == "activity"
    page.goto(f"/tasks/{done.pk}/")
    says(page, "已完成")
    assert DutyRecord.objects.filter(unit=unit, stage="attendance").exists()


def leave_and_check_in(branch: Page, member: Page, city: demo_city.City) -> None:
    """3. Leave for one event, a code for another, one entry corrected; the old row stays readable."""
    for title, days in (("季度党员大会", 6), ("专题学习", 9)):
        branch.goto("/activities/plan/")
        branch.fill("[name=title]", title)
        branch.select_option("[name=kind]", label="支部党员大会")
        start = clock.now().astimezone(clock.SHANGHAI) + timedelta(days=days)
        branch.fill("[name=starts]", start.strftime("%Y-%m-%dT09:00"))
        branch.fill("[name=ends]", start.strftime("%Y-%m-%dT11:00"))
        branch.locator("main form button.btn-main").click()
        branch.wait_for_load_state()
    meeting, study = Activity.objects.get(title="季度党员大会"), Activity.objects.get(title="专题学习")
    member.goto(f"/activities/{meeting.pk}/leave/")
    member.locator("input[name=ground]").first.check()
    member.get_by_role("button", name="提交请假").click()
    member.wait_for_load_state()
    says(member, "请假待批准")
    branch.goto("/activities/leaves/")
    says(branch, "季度党员大会")
    check_in(branch, member, study)
    correct(branch, member)


def check_in(branch: Page, member: Page, study: Activity) -> None:
    """The door shows digits; the member types them."""
    moment = clock.now()
    Activity.objects.filter(pk=study.pk).update(starts=moment - timedelta(minutes=5), ends=moment + timedelta(hours=2))
    session = study.sessions.get()
    type(session).objects.filter(pk=session.pk).update(
        starts=moment - timedelta(minutes=5), ends=moment + timedelta(hours=2)
    )
    branch.goto(f"/activities/sessions/{session.pk}/door/")
    digits = re.sub(r"\D", "", branch.locator(".door-digits").inner_text())
    assert len(digits) == 6
    member.goto(f"/activities/{study.pk}/")
    member.fill("[name=digits]", digits)
    member.get_by_role("button", name="签到", exact=True).click()
    member.wait_for_load_state()
    member.get_by_text("您已签到").wait_for()
    assert study.sessions.get().arrivals.count() == 1


def correct(branch: Page, member: Page) -> None:
    """The secretary corrects one entry of the activity written down before."""
    record = DutyRecord.objects.filter(stage="attendance", outcome="present").exclude(person=None).first()
    assert record is not None
    before = DutyRecord.objects.count()
    branch.goto(f"/activities/attendance/{record.pk}/correct/")
    branch.locator("input[name=outcome][value=late]").check(force=True)
    branch.fill("#reason", "签到表误记")
    branch.get_by_role("button", name="更正", exact=True).click()
    branch.wait_for_load_state()
    assert DutyRecord.objects.count() == before + 1
    old = DutyRecord.objects.get(pk=record.pk)
    assert old.outcome == "present" and old.corrected_by.outcome == "late"


def duty_file_and_rates(member: Page, city: demo_city.City) -> None:
    """4. The duty file shows it at once; rates open to their lists."""
    member.goto("/duty/")
    says(member, "主题党日")


def assess(open_page: Callable[..., Page], member: Page, city: demo_city.City) -> None:
    """5. A published rule on the year; the member sees every clause, objects; a corrected second run answers."""
    office, leader = enter(open_page(DESK), "assess"), enter(open_page(DESK), "leader")
    first = run_and_sign(office, leader, start="/schemes/")
    member.goto("/scores/")
    member.locator("main a.item-link").first.click()
    member.wait_for_load_state()
    says(member, "总分")
    says(member, "一之1")
    member.get_by_role("link", name="这一条缺了记录，或算得不对").first.click()
    member.fill("[name=text]", "还有一件提案没有记入")
    member.get_by_role("button", name="提交异议").click()
    member.wait_for_load_state()
    office.goto("/objections/")
    office.locator("main a.item-link").first.click()
    office.fill("[name=answer]", "核对提案台账，确有一件第一提案人提案，已补记")
    office.locator("input[name=upheld][value=yes]").check()
    office.get_by_role("button", name="签名答复").click()
    office.wait_for_load_state()
    enter_the_missing_proposal(city)
    office.get_by_role("link", name="更正重算").first.click()
    office.fill("[name=reason]", "补记一件提案")
    office.get_by_role("button", name="开始更正计算").click(timeout=COMPILING)
    office.wait_for_load_state()
    second = Run.objects.get(previous=first)
    sign(office, leader, second)
    person = city.accounts["member"].person
    totals = [Result.objects.get(run=run, person=person).total for run in (first, second)]
    assert totals[1] - totals[0] == 20 * 10_000
    member.goto("/scores/")
    member.locator("main a.item-link").first.click()
    says(member, "已被更正") if "已被更正" in member.inner_text("main") else says(member, "总分")


def run_and_sign(office: Page, leader: Page, *, start: str) -> Run:
    """The office starts the run, reviews it; the leader signs; the office shows it to each person."""
    office.goto(start)
    office.locator("main li.item", has_text="年示例").locator("a.item-link").click()
    office.get_by_role("link", name="按此细则考评").click()
    office.get_by_role("button", name="开始计算").click(timeout=COMPILING)
    office.wait_for_load_state()
    run = Run.objects.latest("pk")
    assert run.state == "computed", run.failure
    sign(office, leader, run)
    return run


def sign(office: Page, leader: Page, run: Run) -> None:
    """Review, signature, shown."""
    office.goto(f"/assessments/{run.pk}/")
    agree(office, "复核完成")
    leader.goto(f"/assessments/{run.pk}/")
    agree(leader, "签署")
    office.goto(f"/assessments/{run.pk}/")
    agree(office, "送本人查看")
    run.refresh_from_db()
    assert run.state == "shown"


def enter_the_missing_proposal(city: demo_city.City) -> None:
    """The staff of the office books the proposal that was missing."""
    from touyan.duties.rules import Draft
    from touyan.duties.services import record_post
    from touyan.organizations.policy import actor_of

    draft = Draft(
        key="loop-proposal",
        unit_id=city.root.pk,
        committee_id=city.root.pk,
        kind="proposal",
        stage="filed",
        role="lead",
        day=city.today,
        person_id=city.accounts["member"].person_id,
        title="关于完善社区养老服务的提案",
    )
    record_post(actor=actor_of(city.accounts["office"]), draft=draft)


def midyear_summary(page: Page, city: demo_city.City) -> None:
    """6. The mid-year summary of a sub-group is drafted from the records, as .docx and .pdf."""
    enter(page, "subgroup")
    page.goto("/reports/new/")
    page.select_option("[name=unit]", str(city.subgroups[1].pk))
    page.select_option("[name=kind]", "midyear")
    page.get_by_role("button", name="起草").click()
    page.wait_for_load_state()
    for word, start in (("PDF", b"%PDF"), ("Word", b"PK")):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=word).first.click()
        assert waiting.value.path().read_bytes().startswith(start)


def overview(page: Page) -> None:
    """7. Both lines and both levels: each number opens to its list."""
    page.goto("/overview/")
    says(page, "专委会线")
    says(page, "区县（市）")
    number = page.locator("tr", has_text="专委会线").locator("td[data-label=已完成] a")
    shown = int(re.sub(r"\D", "", number.inner_text()))
    number.click()
    page.wait_for_url(re.compile("face=done"))
    page.wait_for_load_state()
    assert shown >= 1
    assert page.locator("tbody tr").count() == shown
    assert Unit.objects.filter(kind=Kind.TEMPORARY_BRANCH).count() == 18
