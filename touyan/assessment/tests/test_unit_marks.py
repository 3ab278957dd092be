"""Several offices mark units, each its own line only; the run adds them up, and what is missing is named."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files

import pytest

from touyan.assessment import forms_units, lines_units, selectors, selectors_units, services, services_units
from touyan.assessment.compute import compute
from touyan.assessment.models import MarkDuty, OutsideResult, Result, Run, SchemeText, UnitEntry
from touyan.assessment.rules import RunState
from touyan.assessment.services_units import Given
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.core.sheets import Row
from touyan.organizations.models import Membership, Unit
from touyan.organizations.policy import Actor, actor_of
from touyan.organizations.rules import Kind, Level, Line, MembershipKind, Role
from touyan.organizations.tests import cast as cast_module
from touyan.organizations.tests.cast import DAY, Cast

pytestmark = pytest.mark.django_db
ONE = 10_000
PART = "临时支部"
SHARES = {"机关党委": 16, "办公厅": 12, "研究室": 8, "信息中心": 4}


def example() -> str:
    """The example of units with its window in the running year."""
    text = files("touyan.scoring.schemes").joinpath("example-units.yaml").read_text("utf-8")
    return text.replace("2026 年度", f"{clock.today().year} 年度")


@pytest.fixture
def text(cast: Cast) -> SchemeText:
    draft = services.scheme_draft(actor=cast.assessor, body=cast.city, title="单位考评", version="1", text=example())
    return services.scheme_adopt(actor=cast.leader, draft=draft)


@pytest.fixture
def offices(cast: Cast) -> dict[str, Unit]:
    return {
        name: cast_module.unit(f"CS{at}", name, Kind.DEPARTMENT, Line.OFFICE, Level.CITY, cast.city)
        for at, name in enumerate(SHARES)
    }


def clerk(unit: Unit) -> Actor:
    """Somebody who works in the office and holds no role."""
    from touyan.organizations.models import Account

    person = cast_module.person(f"{unit.name}经办")
    Membership.objects.create(unit=unit, person=person, kind=MembershipKind.STAFF, start=DAY)
    return actor_of(Account.objects.create_user(f"clerk-{unit.code}", person=person))


def assigned(cast: Cast, text: SchemeText, offices: dict[str, Unit], part: str = PART) -> dict[str, MarkDuty]:
    from touyan.organizations import closure

    closure.rebuild()
    lines = lines_units.lines_of(selectors_units.part_get(text, part))
    given = {(one.node, one.rate): offices[one.rate or "研究室"] for one in lines if one.rate in SHARES or not one.rate}
    services_units.lines_assign(
        actor=cast.assessor, text=text, part=part, offices=given, due=clock.today() + dt.timedelta(days=5)
    )
    return {duty.rate or duty.node: duty for duty in MarkDuty.objects.filter(scheme=text, part=part)}


def give(actor: Actor, duty: MarkDuty, unit: Unit, points: float, **more: str) -> None:
    services_units.marks_give(actor=actor, duty=duty, given=[Given(unit, int(points * ONE), clock.today(), **more)])


def ran(cast: Cast, text: SchemeText, part: str = PART) -> Run:
    run = services.run_queue(actor=cast.assessor, adopted=text, scheme_key=part, label="单位考评")
    run = compute(run.pk)
    assert run.state == RunState.COMPUTED, run.failure
    return run


def test_each_office_gives_its_share(cast: Cast, text: SchemeText, offices: dict[str, Unit]) -> None:
    duties = assigned(cast, text, offices)
    clerks = {name: clerk(unit) for name, unit in offices.items()}
    for name, points in {"机关党委": 15, "办公厅": 11, "研究室": 6.5, "信息中心": 3.5}.items():
        give(clerks[name], duties[name], cast.branch, points)
    give(
        clerks["研究室"],
        duties["检查发现"],
        cast.branch,
        1,
        option="整改不到位",
        place="主题党日",
        reason="上次的问题还在",
    )
    run = ran(cast, text)
    result = Result.objects.get(run=run, unit=cast.branch)
    lines = {line.line.key: line for line in selectors.pedigree(result)}
    assert lines["工作评价"].counted == 36 * ONE and lines["检查发现"].counted == -ONE
    assert result.total == 35 * ONE
    # Every point opens to who gave it.
    titles = [record.title for record in lines["工作评价"].records]
    assert any("机关党委经办" in title for title in titles)
    assert "抽查主题党日" in lines["检查发现"].records[0].title
    assert [entry.place for entry in selectors_units.samples_of(run)] == ["主题党日"]


def test_an_office_sees_and_fills_its_own_line_only(cast: Cast, text: SchemeText, offices: dict[str, Unit]) -> None:
    duties = assigned(cast, text, offices)
    own = clerk(offices["办公厅"])
    assert {duty.office.name for duty in selectors_units.duties_of(own)} == {"办公厅"}
    for actor in (own, cast.staff, cast.secretary, cast.member):
        with pytest.raises(Refused) as refusal:
            give(actor, duties["研究室"], cast.branch, 3)
        assert refusal.value.status == 404
    with pytest.raises(Refused) as refusal:
        give(cast.assessor, duties["研究室"], cast.branch, 3)
    assert refusal.value.status == 403


def test_marks_stay_in_their_range(cast: Cast, text: SchemeText, offices: dict[str, Unit]) -> None:
    duties, own = assigned(cast, text, offices), clerk(offices["信息中心"])
    for points in (4.5, -1):
        with pytest.raises(Refused, match="0与4之间"):
            give(own, duties["信息中心"], cast.branch, points)
    with pytest.raises(Refused, match="不在这一项"):
        give(own, duties["信息中心"], cast.subgroup, 1)


def test_a_new_mark_replaces_the_old_which_stays(cast: Cast, text: SchemeText, offices: dict[str, Unit]) -> None:
    duties, own = assigned(cast, text, offices), clerk(offices["信息中心"])
    give(own, duties["信息中心"], cast.branch, 2)
    give(own, duties["信息中心"], cast.branch, 3, reason="复核后调整")
    assert [entry.quantity for entry in selectors_units.standing(duties["信息中心"])] == [3 * ONE]
    assert UnitEntry.objects.count() == 2
    run = ran(cast, text)
    assert Result.objects.get(run=run, unit=cast.branch).total == 3 * ONE
    (entry,) = selectors_units.standing(duties["信息中心"])
    services_units.mark_withdraw(actor=own, duty=duties["信息中心"], entry_pk=entry.pk, reason="评错了单位")
    assert selectors_units.standing(duties["信息中心"]) == []
    # A run that stands is not moved by what came later; a new one is.
    assert Result.objects.get(run=ran(cast, text), unit=cast.branch).total == 0


def test_what_is_missing_is_named_before_closing(cast: Cast, text: SchemeText, offices: dict[str, Unit]) -> None:
    duties, own = assigned(cast, text, offices), clerk(offices["信息中心"])
    give(own, duties["信息中心"], cast.branch, 2)
    left = {one.line.rate: [unit.name for unit in one.units] for one in selectors_units.missing_of(ran(cast, text))}
    assert left["信息中心"] == [cast.other_branch.name]
    assert left["办公厅"] == [cast.branch.name, cast.other_branch.name]
    assert [(line.rate, left) for _duty, line, left in selectors_units.owed_by(own)] == [("信息中心", 1)]


def test_lists_of_two_classes_are_never_mixed(cast: Cast, text: SchemeText, offices: dict[str, Unit]) -> None:
    """Ranks count within the class: the only unit of a class is its first."""
    duties, own = assigned(cast, text, offices, "区县政协"), clerk(offices["研究室"])
    third = cast_module.unit("QX3", "南县政协", Kind.COMMITTEE, Line.TERRITORY, Level.DISTRICT, cast.city)
    from touyan.organizations import closure

    closure.rebuild()
    services_units.lines_assign(
        actor=cast.assessor,
        text=text,
        part="区县政协",
        offices={},
        due=clock.today(),
        classes={cast.district.pk: "城区", cast.other_district.pk: "城区", third.pk: "县（市）"},
    )
    for unit, amount in ((cast.district, 9), (cast.other_district, 6), (third, 2)):
        give(own, duties["成果转化"], unit, amount)
    services_units.results_bring(
        actor=cast.assessor,
        text=text,
        part="区县政协",
        source="大党建考核",
        version="2026年度",
        day=clock.today(),
        points={cast.district.pk: 92 * ONE},
    )
    run = ran(cast, text, "区县政协")
    heads, lists = selectors_units.unit_lists(run)
    at = heads.index("成果转化")
    ranks = {one.title: [line.cells[at] // ONE for line in one.lines] for one in lists}
    assert ranks == {"城区": [20, 19], "县（市）": [20]}
    first = Result.objects.get(run=run, unit=cast.district)
    assert {r.unit_id for r in Result.objects.filter(run=run, blocked=True)} == {cast.other_district.pk, third.pk}
    (source,) = selectors_units.results_of_run(run, first.unit_id)
    assert (source.points, source.version) == (92 * ONE, "2026年度")


def test_results_from_a_workbook(cast: Cast, text: SchemeText) -> None:
    rows = [Row(2, (), {"unit": "东区政协", "points": 88}), Row(3, (), {"unit": "不认识", "points": 1})]
    common = {"text": text, "part": "区县政协", "source": "大党建考核", "version": "1", "day": clock.today()}
    problems = services_units.results_take(actor=cast.assessor, rows=rows, **common)  # type: ignore[arg-type]
    assert [(one.row, one.column) for one in problems] == [(3, "单位")]
    assert OutsideResult.objects.get().points == 88 * ONE
    for actor in (cast.staff, cast.leader, cast.district_staff):
        with pytest.raises(Refused):
            services_units.results_take(actor=actor, rows=rows, **common)  # type: ignore[arg-type]


def test_a_veto_limits_the_grade(cast: Cast, text: SchemeText, offices: dict[str, Unit]) -> None:
    duties, own = assigned(cast, text, offices), clerk(offices["研究室"])
    give(own, duties["严重问题"], cast.branch, 1, reason="通报文件")
    result = Result.objects.get(run=ran(cast, text), unit=cast.branch)
    assert selectors.limits_of(result) == ["纪律问题"] and result.grade == "待改进"


def test_whoever_answers_for_a_unit_sees_its_result_once_shown(cast: Cast, text: SchemeText) -> None:
    run = ran(cast, text)
    result = Result.objects.get(run=run, unit=cast.branch)
    for verb, signer in (("review", cast.assessor), ("sign", cast.leader)):
        services.run_step(actor=signer, run=run, verb=verb)
    with pytest.raises(Refused):
        selectors.result_get(cast.secretary, result.pk)
    services.run_step(actor=cast.assessor, run=run, verb="show")
    assert selectors.result_get(cast.secretary, result.pk) == result
    assert list(selectors.my_results(cast.secretary)) == [result]
    for actor in (cast.other_secretary, cast.member, cast_module.actor("n", Role.MEMBER, cast.city, subtree=False)):
        with pytest.raises(Refused):
            selectors.result_get(actor, result.pk)


def test_a_refused_page_of_marks_keeps_what_was_typed(cast: Cast, text: SchemeText, offices: dict[str, Unit]) -> None:
    duty = assigned(cast, text, offices)["办公厅"]
    rows = selectors_units.rows_of(clerk(duty.office), duty)
    typed = {f"q-{rows[0].unit.pk}": "一百", f"r-{rows[0].unit.pk}": "看了台账"}
    with pytest.raises(Refused, match="一百"):
        forms_units.given_in(typed, rows, selectors_units.line_for(duty))
    kept = forms_units.as_typed(typed, rows)[0]
    assert (kept.quantity, kept.reason, kept.unit) == ("一百", "看了台账", rows[0].unit)
