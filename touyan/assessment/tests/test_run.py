"""A run from the button to the notice: frozen, explained, signed, shown to the person first."""

from __future__ import annotations

import pytest

from touyan.assessment import selectors, services
from touyan.assessment.compute import compute
from touyan.assessment.models import Result, Run, TraceRow
from touyan.assessment.rules import ObjectionState, RunState
from touyan.assessment.tests import build
from touyan.core.errors import Refused
from touyan.duties.services import record_void
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db
ONE = 10_000


@pytest.fixture
def run(cast: Cast) -> Run:
    build.seat(cast, cast.li)
    build.seat(cast, cast.zhang, party=True)
    build.seat(cast, cast.wang, party=False)
    build.hand_case(cast)
    return compute(build.queued(cast, build.adopted(cast)).pk)


def test_the_hand_case_comes_out(cast: Cast, run: Run) -> None:
    assert run.state == RunState.COMPUTED, run.failure
    result = Result.objects.get(run=run, person=cast.li)
    assert result.total == 70 * ONE
    assert run.subjects == 3


def test_the_total_is_the_sum_of_its_rows(cast: Cast, run: Run) -> None:
    for result in Result.objects.filter(run=run):
        assert result.total == sum(TraceRow.objects.filter(result=result).values_list("counted", flat=True))


def test_every_clause_opens_to_its_records(cast: Cast, run: Run) -> None:
    lines = {line.line.key: line for line in selectors.pedigree(Result.objects.get(run=run, person=cast.li))}
    assert lines["提案"].counted == 20 * ONE
    assert lines["提案"].records[0].title == "proposal p1"
    assert lines["全会考勤"].counted == -1 * ONE
    assert lines["出勤"].counted == 6 * ONE
    assert lines["总分"].counted == 70 * ONE
    assert lines["提案"].line.article


def test_a_second_run_gives_the_same_digest(cast: Cast, run: Run) -> None:
    again = compute(build.queued(cast, run.scheme).pk)
    assert (again.facts_digest, again.result_digest) == (run.facts_digest, run.result_digest)


def test_nobody_sees_a_score_before_it_is_signed(cast: Cast, run: Run) -> None:
    assert list(selectors.my_results(cast.member)) == []
    result = Result.objects.get(run=run, person=cast.li)
    with pytest.raises(Refused) as refusal:
        selectors.result_get(cast.member, result.pk)
    assert refusal.value.status == 404
    build.moved(cast, run, "review", "sign")
    assert list(selectors.my_results(cast.member)) == []
    build.moved(cast, run, "show")
    assert selectors.result_get(cast.member, result.pk) == result


def test_nobody_sees_the_score_of_another(cast: Cast, run: Run) -> None:
    build.moved(cast, run, "review", "sign", "show")
    other = Result.objects.get(run=run, person=cast.zhang)
    for actor in (cast.member, cast.district_staff, cast.staff, cast.auditor, cast.admin):
        with pytest.raises(Refused):
            selectors.result_get(actor, other.pk)


def test_the_office_cannot_sign_for_the_leader(cast: Cast, run: Run) -> None:
    build.moved(cast, run, "review")
    with pytest.raises(Refused) as refusal:
        services.run_step(actor=cast.assessor, run=run, verb="sign")
    assert refusal.value.status == 403


def test_steps_go_in_order_only(cast: Cast, run: Run) -> None:
    for verb in ("sign", "show", "notice", "enforce", "nonsense"):
        with pytest.raises(Refused):
            services.run_step(actor=cast.leader, run=run, verb=verb)


def test_an_objection_is_answered_by_a_corrected_second_run(cast: Cast, run: Run) -> None:
    build.moved(cast, run, "review", "sign", "show")
    result = Result.objects.get(run=run, person=cast.li)
    late = TraceRow.objects.get(result=result, node="全会考勤", fact__isnull=False).fact
    made = services.objection_make(actor=cast.member, result=result, text="我没有迟到", node="全会考勤", fact=late)
    services.objection_answer(actor=cast.assessor, objection=made, answer="核对签到表，确未迟到", upheld=True)
    from touyan.duties.models import DutyRecord

    record_void(actor=cast.staff, record=DutyRecord.objects.get(pk=late), reason="误记", key="void-1")
    second = services.run_queue(
        actor=cast.assessor,
        adopted=run.scheme,
        scheme_key="委员",
        label="更正",
        previous=run,
        reason="全会签到误记",
    )
    second = compute(second.pk)
    (change,) = selectors.changes(second)
    assert (change.before, change.after) == (70 * ONE, 71 * ONE)
    assert second.previous_digest == run.result_digest
    build.moved(cast, second, "review", "sign", "show")
    made.refresh_from_db()
    run.refresh_from_db()
    assert made.state == ObjectionState.CORRECTED and made.corrected_in == second
    assert run.state == RunState.SUPERSEDED


def test_a_correction_says_why(cast: Cast, run: Run) -> None:
    with pytest.raises(Refused, match="原因"):
        services.run_queue(
            actor=cast.assessor, adopted=run.scheme, scheme_key="委员", label="更正", previous=run, reason=" "
        )


def test_an_objection_cannot_come_before_or_from_others(cast: Cast, run: Run) -> None:
    result = Result.objects.get(run=run, person=cast.li)
    with pytest.raises(Refused):
        services.objection_make(actor=cast.member, result=result, text="不对")
    build.moved(cast, run, "review", "sign", "show")
    with pytest.raises(Refused):
        services.objection_make(actor=cast.secretary, result=result, text="不对")


def test_it_does_not_take_effect_with_an_open_objection(cast: Cast, run: Run) -> None:
    build.moved(cast, run, "review", "sign", "show")
    result = Result.objects.get(run=run, person=cast.li)
    services.objection_make(actor=cast.member, result=result, text="不对")
    build.moved(cast, run, "notice")
    Run.objects.filter(pk=run.pk).update(notice_until="2020-01-01")
    with pytest.raises(Refused, match="异议"):
        services.run_step(actor=cast.leader, run=run, verb="enforce")


def test_a_bad_scheme_is_not_signed(cast: Cast) -> None:
    draft = services.scheme_draft(
        actor=cast.assessor, body=cast.city, title="坏办法", version="1", text="各方案:\n  - 方安: 委员\n"
    )
    with pytest.raises(Refused, match="问题"):
        services.scheme_adopt(actor=cast.leader, draft=draft)


def test_small_groups_stay_hidden(cast: Cast, run: Run) -> None:
    assert all(row.mean is None for row in selectors.comparison(run))


def test_a_scheme_that_public_rules_forbid_is_not_signed(cast: Cast) -> None:
    from touyan.demo.assessment import for_year

    text = for_year(build.YEAR, whole=True)
    draft = services.scheme_draft(actor=cast.assessor, body=cast.city, title="原文", version="1", text=text)
    with pytest.raises(Refused, match="不符合现行规定"):
        services.scheme_adopt(actor=cast.leader, draft=draft)
