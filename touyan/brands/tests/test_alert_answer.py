"""Warnings ask units, rest once answered, come back when their time is over, and go by themselves."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from touyan.brands import pulse, services, todo
from touyan.brands.models import Alert, Brand
from touyan.brands.tests import made
from touyan.core.errors import Refused
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def at(day: dt.date) -> object:
    return time_machine.travel(dt.datetime(day.year, day.month, day.day, 9, tzinfo=dt.UTC), tick=False)


def asleep(cast: Cast) -> Alert:
    """A brand published in January 2025 that nothing was done for."""
    with at(dt.date(2025, 1, 10)):
        made.published(cast)
    with at(dt.date(2026, 3, 1)):
        pulse.read_all()
    return Alert.objects.get(code="asleep")


def test_it_says_since_when_and_waits_on_the_desk_of_the_unit(cast: Cast) -> None:
    alert = asleep(cast)
    assert (alert.since, alert.state) == (dt.date(2025, 1, 10), "open")
    assert [one.title for one in todo.todos(cast.secretary)] == ["企业会诊日：久未见动"]
    assert todo.todos(cast.other_secretary) == []


def test_an_explained_warning_rests_ninety_days(cast: Cast) -> None:
    alert = asleep(cast)
    with at(dt.date(2026, 3, 2)):
        services.alert_answer(actor=cast.secretary, alert=alert, answer="支部换届，四月恢复。")
        pulse.read_all()
        assert Alert.objects.get(code="asleep").state == "explained" and todo.todos(cast.secretary) == []
    with at(dt.date(2026, 6, 10)):
        pulse.read_all()
    assert Alert.objects.get(code="asleep").state == "open"


def test_a_disputed_one_rests_until_the_office_has_answered(cast: Cast) -> None:
    alert = asleep(cast)
    services.alert_answer(actor=cast.secretary, alert=alert, answer="工作记在分党组名下。", dispute=True)
    with at(dt.date(2026, 12, 1)):
        pulse.read_all()
    alert.refresh_from_db()
    assert alert.state == "disputed"
    with pytest.raises(Refused):
        services.alert_reply(actor=cast.secretary, alert=alert, said="同意", keep=False)
    services.alert_reply(actor=cast.staff, alert=alert, said="已核对，请把记录关联过来。", keep=True)
    assert (alert.state, alert.said_by) == ("open", cast.staff.name)


def test_it_goes_by_itself_and_may_come_again(cast: Cast) -> None:
    asleep(cast)
    brand = Brand.objects.get()
    with at(dt.date(2026, 3, 20)):
        work = made.visit(cast, 2026, 3).work
        services.deed_link(actor=cast.secretary, promise=brand.promises.get(), work=work)
    gone = Alert.objects.get(code="asleep")
    assert (gone.state, gone.cleared_on) == ("cleared", dt.date(2026, 3, 20))
    with pytest.raises(Refused):
        services.alert_answer(actor=cast.secretary, alert=gone, answer="晚了")
    with at(dt.date(2026, 12, 1)):
        pulse.read_all()
    assert Alert.objects.filter(code="case").count() + Alert.objects.filter(code="asleep").count() == 2


def test_a_resting_brand_is_not_asked(cast: Cast) -> None:
    asleep(cast)
    with at(dt.date(2026, 3, 3)):
        services.brand_rest(actor=cast.secretary, brand=Brand.objects.get(), reason="集中精力换届")
        assert not Alert.objects.filter(cleared_on__isnull=True).exists()
    with at(dt.date(2026, 5, 3)):
        services.brand_wake(actor=cast.secretary, brand=Brand.objects.get(), reason="换届完成")
    assert Brand.objects.get().life == "published"


def test_words_are_needed_and_strangers_may_not(cast: Cast) -> None:
    alert = asleep(cast)
    with pytest.raises(Refused):
        services.alert_answer(actor=cast.secretary, alert=alert, answer=" ")
    for who in ("other_secretary", "member", "leader"):
        with pytest.raises(Refused):
            services.alert_answer(actor=getattr(cast, who), alert=alert, answer="不是我的")


def test_no_person_is_named_and_no_points_are_kept() -> None:
    names = {field.name for field in Alert._meta.fields}
    assert not names & {"person", "member", "score", "points"}
