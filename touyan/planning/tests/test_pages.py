"""The pages: a year's plan is drafted, previewed and issued by hand; each page holds its number of queries."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from touyan.core.once import new_key
from touyan.organizations.models import Account
from touyan.organizations.tests.cast import Cast
from touyan.planning.models import Plan, PlanTemplate, Task
from touyan.planning.tests import planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def may() -> Iterator[None]:
    with time_machine.travel(planned.NOON, tick=False):
        yield


def client(username: str) -> Client:
    """A browser signed in with its second factor."""
    made = Client()
    made.force_login(Account.objects.get(username=username), "allauth.account.auth_backends.AuthenticationBackend")
    session = made.session
    session["second_factor_seen"] = True
    session.save()
    return made


def test_from_template_to_issued_by_hand(cast: Cast) -> None:
    staff = client("staff")
    template = PlanTemplate.objects.get(code="system-year")
    sent = staff.post(
        "/plans/new/",
        {"unit": cast.city.pk, "year": 2026, "title": "年度计划", "template": template.pk, "once": new_key()},
    )
    plan = Plan.objects.get()
    assert sent.headers["Location"] == f"/plans/{plan.pk}/"
    assert "主题党日" in staff.get(f"/plans/{plan.pk}/").content.decode()
    chosen = {"groups": ["temporary_branch-city", "committee-district"]}
    preview = staff.post(f"/plans/{plan.pk}/issue/", {**chosen, "step": "preview", "once": new_key()})
    assert "确认下达给 4 个单位" in preview.content.decode()
    assert Task.objects.count() == 0
    key = new_key()
    for _again in range(2):
        staff.post(f"/plans/{plan.pk}/issue/", {**chosen, "step": "confirm", "once": key})
    assert Task.objects.count() == 2 * 19 + 2 * 15
    assert Task.objects.filter(unit=cast.city).count() == 0


def test_the_secretary_sees_and_accepts(cast: Cast) -> None:
    planned.issue(cast)
    zhang = client("zhang")
    assert "主题党日" in zhang.get("/tasks/").content.decode()
    task = planned.task(cast, "theme_party_day", "2026-M05")
    assert "接收这项任务" in zhang.get(f"/tasks/{task.pk}/").content.decode()
    assert zhang.post(f"/tasks/{task.pk}/accept/", {"once": new_key()}).status_code == 302
    task.refresh_from_db()
    assert task.state == "accepted"
    assert "主题党日" in zhang.get("/").content.decode()


def test_strangers_get_404_and_the_public_is_led_to_sign_in(cast: Cast) -> None:
    planned.issue(cast)
    task = planned.task(cast, "theme_party_day", "2026-M05")
    assert client("other").get(f"/tasks/{task.pk}/").status_code == 404
    assert client("li").get(f"/units/{cast.branch.pk}/tasks/").status_code in (200, 404)
    assert Client().get(f"/tasks/{task.pk}/").status_code == 302
    assert client("admin").get("/plans/new/").status_code == 403


def test_a_stale_plan_is_shown_beside_mine(cast: Cast) -> None:
    plan = planned.draft(cast)
    staff = client("staff")
    staff.post(f"/plans/{plan.pk}/edit/", {"title": "新名", "words": "", "version": 1, "once": new_key()})
    second = staff.post(f"/plans/{plan.pk}/edit/", {"title": "另名", "words": "", "version": 1, "once": new_key()})
    assert second.status_code == 409 and "新名" in second.content.decode()


@pytest.mark.parametrize(
    ("path", "who", "queries"),
    [
        ("/plans/board/", "staff", 11),
        ("/calendar/", "zhang", 15),
        ("/plans/", "staff", 9),
        ("/tasks/", "zhang", 12),
        ("/units/{branch}/tasks/", "zhang", 11),
    ],
)
def test_queries_do_not_grow(cast: Cast, path: str, who: str, queries: int, django_assert_max_num_queries) -> None:
    planned.issue(cast)
    browser = client(who)
    browser.get("/limits/")
    with django_assert_max_num_queries(queries):
        assert browser.get(path.format(branch=cast.branch.pk)).status_code == 200


def test_the_board_holds_its_queries_as_plans_and_units_grow(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    planned.issue(cast)
    staff = client("staff")
    staff.get("/limits/")
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            page = staff.get("/plans/board/?year=2026").content.decode()
        counts.append(len(captured))
        planned.issue(cast, planned.draft(cast), twice=True, replaces="x")
    assert counts[0] == counts[1]
    assert f"/units/{cast.branch.pk}/tasks/?year=2026&amp;month=5" in page


def test_an_action_needs_no_code(cast: Cast) -> None:
    """The kind of record is chosen by its name; a code left empty is written: the kind's own, then the next number."""
    plan = planned.draft(cast)
    staff, before = client("staff"), plan.actions.count()
    form = staff.get(f"/plans/{plan.pk}/actions/new/").content.decode()
    assert '<option value="research_visit">调研</option>' in form
    said = {"title": "走访", "kind": "prescribed", "rhythm": "year", "after": 0, "grace": 0, "minutes": 60, "people": 3}
    for _twice in range(2):
        sent = {**said, "proofs": "activity", "record_code": "research_visit", "once": new_key()}
        assert staff.post(f"/plans/{plan.pk}/actions/new/", sent).status_code == 302
    codes = list(plan.actions.order_by("pk").values_list("code", flat=True))[before:]
    assert codes == ["research_visit", f"action-{before + 2}"]


def test_the_numbers_of_the_board_open(cast: Cast) -> None:
    planned.issue(cast)
    staff = client("staff")
    first = Task.objects.order_by("due", "unit__order", "pk").first()
    assert first is not None
    Task.objects.filter(pk=first.pk).update(state="done", done_on=first.due)
    near = Task.objects.filter(due__year=2026, due__month=5).order_by("pk").first()
    assert near is not None
    Task.objects.filter(pk=near.pk).update(due="2026-05-22")
    board = staff.get("/plans/board/").content.decode()
    assert "/tasks/late/?face=done" in board and "/tasks/late/?face=soon" in board
    done = staff.get("/tasks/late/?face=done")
    assert [task.pk for task in done.context["page"]] == [first.pk] and "已完成的任务" in done.content.decode()
    late = {task.pk for task in staff.get("/tasks/late/").context["page"]}
    soon = {task.pk for task in staff.get("/tasks/late/?face=soon").context["page"]}
    assert late and soon == {near.pk} and not late & soon and first.pk not in late


def test_the_numbers_of_a_plan_open_to_as_many_tasks(cast: Cast) -> None:
    """A plan's tasks may fall due in the year after; its numbers count them, and so do the lists behind them."""
    planned.issue(cast)
    plan, staff = Plan.objects.get(), client("staff")
    page = staff.get(f"/plans/{plan.pk}/")
    for key, face in (("asked", "all"), ("done", "done"), ("late", "late")):
        here = f"/tasks/late/?plan={plan.pk}&span=plan" + ("" if face == "late" else f"&face={face}")
        assert staff.get(here).context["page"].paginator.count == page.context[key]
    first = plan.actions.get(code="theme_party_day")
    listed = staff.get(f"/tasks/late/?plan={plan.pk}&span=plan&face=all&action={first.pk}&unit={cast.branch.pk}")
    assert listed.context["page"].paginator.count == 12
    assert {task.unit_id for task in listed.context["page"]} == {cast.branch.pk}
    compared = staff.get(f"/plans/{plan.pk}/compare/").context["rows"]
    cell = next(cells for unit, _adoption, _own, cells in compared if unit == cast.branch)[0]
    due = staff.get(f"/tasks/late/?plan={plan.pk}&span=plan&face=due&unit={cast.branch.pk}&action={cell['action_id']}")
    assert due.context["page"].paginator.count == cell["total"]
