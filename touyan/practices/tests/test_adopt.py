"""Another unit adopts with named changes; the tree has no loops; effects come from whoever cooked it, and after."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from touyan.activities import services as activities
from touyan.activities.tests.held import written
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.core.pictures import Offspring, lineage
from touyan.organizations.tests.cast import Cast
from touyan.practices import selectors, services
from touyan.practices.models import Effect, Practice
from touyan.practices.services import Named
from touyan.practices.tests.cooked import CHANGED, STEPS, adopted, drafted, shared
from touyan.practices.todo import todos

pytestmark = pytest.mark.django_db


def test_a_unit_has_its_own_copy_with_named_changes_that_can_be_adopted_again(cast: Cast) -> None:
    practice = shared(cast)
    child = adopted(cast.other_secretary, practice, cast.other_branch)
    grand = adopted(cast.district_staff, child, cast.district, changes=(), as_is=True)
    assert [step.text for step in child.steps.all()] == STEPS
    assert [str(change) for change in child.changes.all()] == ["每月一次 → 两月一次"]
    assert [one.pk for one in services.ancestors(grand)] == [child.pk, practice.pk]
    assert [one.pk for one in selectors.family(grand)] == [practice.pk, child.pk, grand.pk]
    found = selectors.tree_page(cast.member, child)
    assert (found["units"], found["generations"], found["silent"]) == (3, 3, 3)
    assert found["changed"] == [("时间节奏", 1)]
    assert [row[0] for row in found["wide"].rows] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("changes", "as_is", "said"),
    [
        ((), False, "改了哪里"),
        (CHANGED, True, "原样照做"),
        ((Named("time", "每月一次", "", "农忙"),), False, "没有写完整"),
        ((Named("", "每月一次", "两月一次", "农忙"),), False, "没有写完整"),
        ((Named("time", "一样", "一样", "没有"),), False, "改前改后一样"),
    ],
)
def test_changes_are_named_or_there_are_none(cast: Cast, changes: tuple[Named, ...], as_is: bool, said: str) -> None:
    with pytest.raises(Refused, match=said):
        adopted(cast.other_secretary, shared(cast), cast.other_branch, changes=changes, as_is=as_is)
    assert Practice.objects.count() == 1


def test_not_ones_own_not_back_not_twice_not_ahead(cast: Cast) -> None:
    practice = shared(cast)
    child = adopted(cast.other_secretary, practice, cast.other_branch)
    tomorrow = clock.today() + dt.timedelta(1)
    for actor, one, unit, more, said in (
        (cast.secretary, practice, cast.branch, {}, "自己的做法"),
        (cast.secretary, child, cast.branch, {}, "源自贵单位"),
        (cast.other_secretary, practice, cast.other_branch, {}, "已经采用过"),
        (cast.district_staff, practice, cast.district, {"started": tomorrow}, "还没有到"),
        (cast.district_staff, practice, cast.district, {"why": " "}, "为什么采用"),
        (cast.staff, drafted(cast.secretary, cast.branch), cast.district, {}, "不能采用"),
        (cast.other_secretary, practice, cast.district, {}, "没有"),
    ):
        with pytest.raises(Refused, match=said):
            adopted(actor, one, unit, **more)


def test_an_origin_does_not_run_in_a_circle(cast: Cast) -> None:
    practice = shared(cast)
    child = adopted(cast.other_secretary, practice, cast.other_branch)
    grand = adopted(cast.district_staff, child, cast.district)
    with pytest.raises(Refused, match="绕成一圈") as refusal:
        services.practice_trace(actor=cast.secretary, practice=practice, origin=grand)
    assert refusal.value.message.count("→") == 3
    with pytest.raises(Refused, match="已经写明来历"):
        services.practice_trace(actor=cast.other_secretary, practice=child, origin=grand)
    with pytest.raises(Refused, match="另一个单位"):
        services.practice_trace(actor=cast.secretary, practice=practice, origin=shared(cast, title="另一个"))
    other = drafted(cast.staff, cast.other_district)
    with pytest.raises(Refused):
        services.practice_trace(actor=cast.secretary, practice=practice, origin=other)
    services.practice_trace(actor=cast.staff, practice=other, origin=grand)
    assert [one.pk for one in selectors.family(practice)][-1] == grand.pk, "a draft is not drawn"
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.filter(pk=practice.pk).update(origin=practice.pk)


def test_a_loop_that_came_into_the_table_all_the_same_stops_no_page(cast: Cast) -> None:
    practice = shared(cast)
    child = adopted(cast.other_secretary, practice, cast.other_branch)
    Practice.objects.filter(pk=practice.pk).update(origin=child.pk)
    practice.refresh_from_db()
    assert len(selectors.family(practice)) == 2
    assert selectors.practice_page(cast.secretary, practice)["family"] == 2


def test_effects_good_and_bad_come_from_whoever_cooked_it(cast: Cast) -> None:
    practice = shared(cast)
    with pytest.raises(Refused, match="还没有采用") as refusal:
        services.effect_report(actor=cast.other_secretary, practice=practice, verdict="better", words="好")
    assert refusal.value.status == 403
    child = adopted(cast.other_secretary, practice, cast.other_branch)
    assert [t.title for t in todos(cast.other_secretary)] == ["“带着一道题走访”效果怎样？"]
    before, tomorrow = child.started - dt.timedelta(1), clock.today() + dt.timedelta(1)
    for more, said in (
        ({"day": before}, "早于采用日期"),
        ({"day": tomorrow}, "还没有到"),
        ({"words": " "}, "看到了什么"),
    ):
        fields = {"verdict": "worse", "words": "更少人来", **more}
        with pytest.raises(Refused, match=said):
            services.effect_report(actor=cast.other_secretary, practice=child, **fields)
    services.effect_report(actor=cast.other_secretary, practice=child, verdict="worse", words="更少人来")
    assert todos(cast.other_secretary) == [] and todos(cast.staff) == []
    page = selectors.practice_page(cast.member, practice)
    assert [row["effect"].verdict for row in page["effects"]] == ["worse"]
    assert page["children"][0][1] == "worse" and not page["may_report"]


def test_an_effect_names_an_activity_of_its_unit_since_then(cast: Cast) -> None:
    practice = shared(cast)
    child = adopted(cast.other_secretary, practice, cast.other_branch)
    held = activities.activity_record(actor=cast.staff, written=written(cast))
    with pytest.raises(Refused, match="不属于本单位"):
        services.effect_report(actor=cast.other_secretary, practice=child, verdict="same", words="一样", activity=held)
    if held.day >= practice.started:
        services.effect_report(actor=cast.secretary, practice=practice, verdict="better", words="好", activity=held)
        [row] = selectors.practice_page(cast.secretary, practice)["effects"]
        assert row["opens"] and Effect.objects.get().activity == held


def test_the_tree_is_drawn_wide_and_narrow_with_its_table() -> None:
    family = [
        Offspring("1", "", "走访", "一支部", "2024", "better", 0, "/practices/1/"),
        Offspring("2", "1", "走访", "<二支部>", "2025", "worse", 2, "/practices/2/"),
        Offspring("3", "2", "走访", "三支部", "2026", "new", 0),
        Offspring("4", "9", "孤儿", "四支部"),
        Offspring("5", "5", "自指", "五支部"),
    ]
    for narrow in (False, True):
        drawn = lineage(family, title="谱系", desc="五个单位", narrow=narrow)
        assert [row[0] for row in drawn.rows] == ["1", "2", "3", "1", "1"]
        assert "&lt;二支部&gt;" in drawn.svg and "改 2 处" in drawn.svg and 'href="/practices/2/"' in drawn.svg
    assert drawn.width == 300
    loop = [Offspring("1", "2", "甲", "一"), Offspring("2", "1", "乙", "二")]
    assert lineage(loop, title="圈", desc="").rows == ()
    assert lineage([], title="空", desc="").rows == ()
