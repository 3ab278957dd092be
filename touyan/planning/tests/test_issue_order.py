"""Issuing to very many units runs in the background, whole or not at all, and its page says how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from touyan.core.errors import Refused
from touyan.core.jobs import progress, worker
from touyan.organizations.tests.cast import Cast
from touyan.planning import services
from touyan.planning.models import Budget, Issue, IssueOrder, Task
from touyan.planning.services import orders
from touyan.planning.tests import planned
from touyan.planning.tests.test_pages import client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(planned.NOON, tick=False):
        yield


def order(cast: Cast) -> IssueOrder:
    ids = [cast.branch.pk, cast.other_branch.pk, cast.district.pk]
    return services.issue_order(actor=cast.staff, plan=planned.draft(cast), unit_ids=ids)


def test_the_worker_issues_and_the_page_says_how_far(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = order(cast)
    browser, address = client("staff"), f"/plans/{made.plan_id}/issue/{made.pk}/"
    progress.say(f"issue-{made.pk}", 2, 3)
    running = browser.get(address).content.decode()
    assert "2 / 3" in running and 'http-equiv="refresh"' in running, "goes on without JavaScript"
    said: list[tuple[int, int]] = []
    monkeypatch.setattr(progress, "say", lambda _key, done, total: said.append((done, total)))
    assert worker.run_due("w1") == 1 and said == [(3, 3)]
    made.refresh_from_db()
    assert made.state == "done" and made.issue is not None and made.issue.tasks == Task.objects.count() > 0
    assert progress.heard(f"issue-{made.pk}") is None
    ended = browser.get(address).content.decode()
    assert "已下达：3 个单位" in ended and 'http-equiv="refresh"' not in ended
    orders.order_carry_out(made.pk)
    assert Issue.objects.count() == 1, "done once"


def test_what_is_refused_leaves_nothing_but_its_reason(cast: Cast) -> None:
    made = order(cast)
    Budget.objects.create(kind="temporary_branch", minutes=60)
    worker.run_due("w1")
    made.refresh_from_db()
    assert made.state == "refused" and "超出工作量预算" in made.message
    assert not Task.objects.exists() and not Issue.objects.exists()
    assert "超出工作量预算" in client("staff").get(f"/plans/{made.plan_id}/issue/{made.pk}/").content.decode()


def test_one_at_a_time_and_only_with_the_right(cast: Cast) -> None:
    made = order(cast)
    with pytest.raises(Refused) as refusal:
        services.issue_order(actor=cast.staff, plan=made.plan, unit_ids=[cast.branch.pk])
    assert refusal.value.status == 409
    with pytest.raises(Refused):
        services.issue_order(actor=cast.secretary, plan=made.plan, unit_ids=[cast.branch.pk])


def test_a_large_one_is_ordered_from_the_page_and_a_small_one_done_at_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned.draft(cast)
    data = {"units": [cast.branch.pk, cast.district.pk], "step": "confirm"}
    monkeypatch.setattr(orders, "DIRECT", 3)
    answer = client("staff").post(f"/plans/{plan.pk}/issue/", data)
    made = IssueOrder.objects.get()
    assert answer["Location"] == f"/plans/{plan.pk}/issue/{made.pk}/" and not Task.objects.exists()
    worker.run_due("w1")
    monkeypatch.setattr(orders, "DIRECT", 3000)
    assert client("staff").post(f"/plans/{plan.pk}/issue/", data)["Location"] == f"/plans/{plan.pk}/"
