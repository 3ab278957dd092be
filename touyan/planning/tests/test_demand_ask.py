"""A form asked of units is a task with its own name in the burden ledger, told before it is asked; photos count nowhere."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from touyan.core.errors import Refused
from touyan.core.intake import FileRefused
from touyan.core.tests.files import jpeg_bytes, pdf_bytes
from touyan.documents.models import StoredFile
from touyan.organizations.tests.cast import Cast
from touyan.planning import selectors, services
from touyan.planning.models import Budget, Task
from touyan.planning.tests import planned
from touyan.planning.tests.test_pages import client

pytestmark = pytest.mark.django_db
WISH = {"kind": "form", "title": "阵地情况统计表", "due": dt.date(2026, 6, 10), "minutes": 40, "people": 2}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(planned.NOON, tick=False):
        yield


def ask(cast: Cast, **more: object) -> list[Task]:
    wish = {"giver": cast.city, "units": [cast.branch, cast.district], **WISH, **more}
    return services.demand_ask(actor=cast.staff, **wish)


def test_each_unit_has_a_task_and_the_ledger_calls_it_a_form(cast: Cast) -> None:
    branch, _district = ask(cast)
    assert (branch.responsible, branch.cost, branch.due) == (cast.zhang, 80, WISH["due"])
    book = selectors.ledger(cast.secretary, unit=cast.branch, year=2026)
    assert [(line.label.split("（")[0], line.kind, line.cost) for line in book["lines"]] == [
        ("阵地情况统计表", "填表", 80)
    ]
    done = services.task_explain(actor=cast.secretary, task_id=branch.pk, words="已报", day=dt.date(2026, 5, 20))
    assert done.state == "done"


def test_what_looks_like_it_is_named_before(cast: Cast) -> None:
    ask(cast)
    preview = selectors.ask_preview({**WISH, "title": "阵地情况统计表（补充）", "units": [cast.branch]})
    assert preview["alike"] == ["阵地情况统计表"] and preview["total"] == 80
    assert [row[2] for row in preview["rows"]] == [160], "the month as it would stand"


def test_over_the_budget_it_must_replace_something(cast: Cast) -> None:
    Budget.objects.create(kind="temporary_branch", minutes=60)
    with pytest.raises(Refused, match="预算"):
        ask(cast)
    assert not Task.objects.exists()
    assert len(ask(cast, replaces="取消六月台账")) == 2


def test_who_may_ask_whom(cast: Cast) -> None:
    for actor in (cast.member, cast.leader, cast.auditor, cast.district_staff):
        with pytest.raises(Refused):
            services.demand_ask(actor=actor, giver=cast.city, units=[cast.branch], **WISH)
    with pytest.raises(Refused):
        services.demand_ask(actor=cast.district_staff, giver=cast.district, units=[cast.branch], **WISH)


def test_the_page_asks_twice_and_gives_once(cast: Cast) -> None:
    browser = client("staff")
    data = {
        **WISH,
        "due": "2026-06-10",
        "giver": cast.city.pk,
        "units": [cast.branch.pk, cast.district.pk],
        "replaces": "",
    }
    shown = browser.post("/burden/ask/", data).content.decode()
    assert "请这 2 个单位办理" in shown and not Task.objects.exists()
    assert browser.post("/burden/ask/", {**data, "step": "confirm"}).status_code == 302
    assert Task.objects.count() == 2


def test_a_photo_is_kept_without_its_place_and_finishes_nothing(cast: Cast) -> None:
    task = ask(cast)[0]
    before = selectors.ledger(cast.secretary, unit=cast.branch, year=2026)["total"]
    upload = SimpleUploadedFile("会场.jpg", jpeg_bytes(exif=b"GPS 30.25,120.16"))
    photo = services.photo_add(actor=cast.secretary, task_id=task.pk, upload=upload)
    task.refresh_from_db()
    assert (task.state, task.done_on, task.proofs.count()) == ("issued", None, 0)
    assert selectors.ledger(cast.secretary, unit=cast.branch, year=2026)["total"] == before
    browser = client("zhang")
    assert f"/tasks/{task.pk}/photos/{photo.pk}/" in browser.get(f"/tasks/{task.pk}/").content.decode()
    shown = io.BytesIO(b"".join(browser.get(f"/tasks/{task.pk}/photos/{photo.pk}/"))).getvalue()
    assert shown.startswith(b"\xff\xd8") and b"GPS" not in shown
    assert client("east").get(f"/tasks/{task.pk}/photos/{photo.pk}/").status_code == 404
    services.photo_remove(actor=cast.secretary, task_id=task.pk, pk=photo.pk)
    assert StoredFile.objects.filter(removed__isnull=True).count() == 0


def test_only_photos_and_few(cast: Cast) -> None:
    task = ask(cast)[0]
    with pytest.raises(FileRefused):
        services.photo_add(actor=cast.secretary, task_id=task.pk, upload=SimpleUploadedFile("a.pdf", pdf_bytes()))
    with pytest.raises(Refused):
        services.photo_add(actor=cast.auditor, task_id=task.pk, upload=SimpleUploadedFile("a.jpg", jpeg_bytes()))
