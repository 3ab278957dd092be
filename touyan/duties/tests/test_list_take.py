"""Lists of other systems: looked at first, every bad row named, mapping kept, the same list twice adds nothing."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from touyan.core import clock
from touyan.core.errors import Refused
from touyan.duties import importing, intake, ledger
from touyan.duties.models import DutyRecord, SourceMapping, Work, WorkImport
from touyan.organizations.models import Membership
from touyan.organizations.tests.cast import DAY, Cast, person

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "编号,题目,类别,提交日期,作者,环节,环节日期,层级,采用或办理单位,凭据\n"
GOOD = "P1,关于助餐的提案,提案,2026-03-01,张三、李四,采用,2026-04-01,市级,市民政局,采用通知\n"


def received(cast: Cast, text: str, source: str = "提案系统") -> WorkImport:
    upload = SimpleUploadedFile("list.csv", text.encode("utf-8-sig"))
    one = importing.list_receive(actor=cast.staff, unit=cast.city, source=source, upload=upload, name="list.csv")
    one.refresh_from_db()
    return one


def taken(cast: Cast, text: str) -> WorkImport:
    one = received(cast, text)
    importing.list_take(actor=cast.staff, one=one)
    one.refresh_from_db()
    return one


def test_checked_first_then_booked(cast: Cast) -> None:
    one = received(cast, HEAD + GOOD)
    assert (one.state, one.fresh, one.known, one.refused) == ("checked", 1, 0, 0)
    assert not Work.objects.exists()
    importing.list_take(actor=cast.staff, one=one)
    rows = {(r.person.name, r.stage, r.level, r.place, r.source) for r in DutyRecord.objects.select_related("person")}
    assert rows == {
        ("张三", "submitted", "", 1, "imported"),
        ("李四", "submitted", "", 2, "imported"),
        ("张三", "adopted", "city", 1, "imported"),
        ("李四", "adopted", "city", 2, "imported"),
    }


def test_the_same_list_twice_and_a_later_stage(cast: Cast) -> None:
    taken(cast, HEAD + GOOD)
    again = taken(cast, HEAD + GOOD)
    assert (again.fresh, again.known) == (0, 1)
    assert (Work.objects.count(), DutyRecord.objects.count()) == (1, 4)
    taken(cast, HEAD + GOOD.replace("采用,2026-04-01", "落实,2026-06-01"))
    assert (Work.objects.count(), DutyRecord.objects.count()) == (1, 6)


def test_every_bad_row_is_named_and_comes_back(cast: Cast) -> None:
    bad = [
        "P2,题,提案,2026-13-01,张三\n",
        "P3,题,诗歌,2026-03-01,张三\n",
        "P4,题,提案,2026-03-01,赵六\n",
        "P5,题,提案,2199-03-01,张三\n",
        "P6,,提案,2026-03-01,张三\n",
        "P7,题,提案,2026-03-01,张三、张三\n",
        "P8,题,提案,2026-03-01,张三,采用\n",
        "P9,题,提案,2026-03-01,张三,采用,2026-04-01,市级,市民政局\n",
        "P10,题,提案,2026-03-01,张三,落实,2199-04-01\n",
        "P11,题,提案,2026-03-01,李四\n",
    ]
    twin = person("李四")
    Membership.objects.create(unit=cast.city, person=twin, kind="member", start=DAY)
    one = received(cast, HEAD + GOOD.replace("、李四", "") + "".join(bad))
    assert (one.fresh, one.refused) == (1, 10)
    assert [row for row, _column, _words in one.problems] == list(range(3, 13))
    said = {row: (column, words) for row, column, words in one.problems}
    assert said[5][1] == "名册中没有：赵六。"
    assert [said[row][0] for row in (9, 10, 11)] == ["层级", "凭据", "环节日期"]
    assert "同名" in said[12][1]
    importing.list_take(actor=cast.staff, one=one)
    assert Work.objects.count() == 1
    assert importing.rest_of(one).exists()


def test_unknown_headings_are_mapped_once_and_remembered(cast: Cast) -> None:
    text = "案号,案由,种类,收案日,第一提案人\nX1,关于助餐的提案,提案,2026-03-01,张三\n"
    one = received(cast, text, "老系统")
    assert (one.state, one.headings[:2]) == ("mapping", ["案号", "案由"])
    headings = {"案号": "number", "种类": "kind", "收案日": "day", "第一提案人": "authors"}
    importing.mapping_keep(actor=cast.staff, one=one, headings=headings)
    one.refresh_from_db()
    assert (one.state, one.fresh) == ("checked", 1)
    assert SourceMapping.objects.get().headings == headings
    assert received(cast, text, "老系统").state == "checked"


def test_nothing_hostile_gets_in(cast: Cast) -> None:
    from touyan.core.intake import FileRefused

    for name, body in (
        ("a.xlsx", b""),
        ("a.xlsx", b"PK\x03\x04nonsense"),
        ("a.exe", b"MZ"),
        ("a.csv", b"\x00\xff" * 50),
    ):
        with pytest.raises(FileRefused):
            importing.list_receive(actor=cast.staff, unit=cast.city, source="x", upload=io.BytesIO(body), name=name)


@pytest.mark.parametrize("who", ["member", "leader", "assessor", "district_staff"])
def test_others_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        importing.list_receive(
            actor=getattr(cast, who), unit=cast.city, source="x", upload=io.BytesIO(b"a,b\n"), name="a.csv"
        )
    assert refusal.value.status == 403


def test_cut_off_in_the_middle_it_is_taken_up_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two batches, the second fails: the first stands whole, the list says so, and taking it again adds only the rest."""
    lines = [f"P{n},关于第{n}件事的提案,提案,2026-03-01,张三、李四\n" for n in range(1200)]
    one, ready, calls = received(cast, HEAD + "".join(lines)), ledger.append, []

    def failing(drafts: Any, **more: Any) -> Any:
        calls.append(len(drafts))
        if len(calls) > 1:
            raise OSError("the disk is full")
        return ready(drafts, **more)

    monkeypatch.setattr(intake.ledger, "append", failing)
    with pytest.raises(OSError, match="disk"):
        importing.list_take(actor=cast.staff, one=one)
    one.refresh_from_db()
    assert (one.state, "不会重复" in one.fault) == ("checked", True)
    first = Work.objects.count()
    assert 0 < first < 1200
    assert DutyRecord.objects.count() == 2 * first
    monkeypatch.setattr(intake.ledger, "append", ready)
    importing.list_take(actor=cast.staff, one=one)
    one.refresh_from_db()
    assert (one.state, one.fresh, one.known, one.fault) == ("taken", 1200 - first, first, "")
    assert (Work.objects.count(), DutyRecord.objects.count()) == (1200, 2400)


def test_a_pass_whose_process_is_gone_does_not_hang(cast: Cast) -> None:
    one = received(cast, HEAD + GOOD)
    for state, after in (("working", "failed"), ("taking", "checked")):
        WorkImport.objects.update(state=state)
        one.refresh_from_db()
        assert importing.settled(one).state == state
        with time_machine.travel(clock.now() + dt.timedelta(minutes=6), tick=False):
            assert importing.settled(one).state == after
    importing.list_take(actor=cast.staff, one=one)
    assert Work.objects.count() == 1


def test_looking_takes_no_lock(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long list is checked outside any transaction, so that nobody who writes waits for it."""
    inside = []
    ready = intake.Intake._works
    monkeypatch.setattr(
        intake.Intake, "_works", lambda self, rows: inside.append(connection.in_atomic_block) or ready(self, rows)
    )
    taken(cast, HEAD + GOOD)
    assert inside == [False, True]
