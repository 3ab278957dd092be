"""Consequences over years are proposals to a named person who signs or declines; the notice names grades and no points."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from touyan.assessment import follow, quotas, scheme, selectors_follow, services, services_follow, services_scheme
from touyan.assessment.compute import compute
from touyan.assessment.models import Proposal, Result, ResultUse, Run, SchemeText
from touyan.assessment.rules import ProposalState, RunState, Use
from touyan.assessment.tests import build
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.organizations.models import Account
from touyan.organizations.tests.cast import Cast
from touyan.scoring.consequences import proposals
from touyan.scoring.language import load, load_tests
from touyan.scoring.language.runner import _store, _tables
from touyan.scoring.plan import compile as compile_document
from touyan.scoring.run import run_all

FILES = Path(scheme.__file__).parents[1] / "scoring" / "schemes"


@pytest.mark.parametrize("name", ["shandong-jinan", "yunnan-xuanwei", "example-city"])
def test_the_page_proposes_what_the_engine_proposes(name: str) -> None:
    document = load((FILES / f"{name}.yaml").read_text("utf-8")).document
    assert document is not None
    checked = 0
    for case in load_tests((FILES / f"{name}.test.yaml").read_text("utf-8"), name).cases:
        plans = compile_document(document)
        found = run_all(plans, _store(case, document.schemes[0].window.start), tables=_tables(case), engine="plain")
        for result in found.values():
            wanted = {(one.subject, one.consequence) for one in proposals(result)}
            mine = set()
            for place in result.scored.nonzero()[0].tolist():
                subject = int(result.store.subjects[place])
                years: dict[int, follow.Year] = {}
                for row in case.history:
                    if row["subject"] == subject:
                        year = years.setdefault(row["year"], follow.Year("", {}))
                        grade = row.get("grade") or year.grade
                        held = year.held | ({row["node"]: row["amount"]} if row.get("node") else {})
                        years[row["year"]] = follow.Year(grade, held)
                own = Result(
                    grade=result.grade_of(int(result.graded.grade[place])) or "",
                    held={
                        one.test.node: int(result.held[one.key][place])
                        for one in result.plan.scheme.consequences
                        if one.test is not None
                    },
                )
                for rule in result.plan.scheme.consequences:
                    if follow._one(rule, own, years, result.plan.scheme.window.end.year) is not None:
                        mine.add((subject, rule.key))
            assert mine == wanted
            checked += len(wanted)
    assert checked


def year(cast: Cast, number: int) -> Run:
    """The modern example for a year, computed and in force."""
    text = (FILES / "example-city.yaml").read_text("utf-8").replace("2026 年度", f"{number} 年度")
    draft = services.scheme_draft(actor=cast.assessor, body=cast.city, title="示例办法", version=str(number), text=text)
    adopted = services.scheme_adopt(actor=cast.leader, draft=draft)
    queued = services.run_queue(actor=cast.assessor, adopted=adopted, scheme_key="委员", label=f"{number}年度")
    run = build.moved(cast, compute(queued.pk), "review", "sign", "show", "notice")
    Run.objects.filter(pk=run.pk).update(notice_until=dt.date(2020, 1, 1))
    return services.run_step(actor=cast.leader, run=run, verb="enforce")


@pytest.fixture
def second(cast: Cast) -> Run:
    build.seat(cast, cast.li)
    build.seat(cast, cast.zhang, standing=True)
    year(cast, 2024)
    assert not Proposal.objects.exists()
    return year(cast, 2025)


@pytest.mark.django_db
def test_two_years_running_is_a_proposal_and_nothing_more(cast: Cast, second: Run) -> None:
    assert second.state == RunState.IN_FORCE
    made = Proposal.objects.filter(result__person=cast.li).get()
    assert (made.title, made.years, made.state) == ("提醒谈话", "2024、2025", ProposalState.OPEN)
    assert not ResultUse.objects.exists()
    assert len(selectors_follow.earlier(made)) == 2


@pytest.mark.django_db
def test_a_named_leader_signs_or_declines(cast: Cast, second: Run) -> None:
    leader = Account.objects.get(pk=cast.leader.account_id)
    assert leader in selectors_follow.leaders(second)
    assert services_follow.proposals_ask(actor=cast.assessor, run=second, account=leader) == 2
    first, other = selectors_follow.proposals_for(cast.leader)
    with pytest.raises(Refused):
        services_follow.proposal_sign(actor=cast.assessor, proposal=first, kind=Use.TALKED, told_on=clock.today())
    used = services_follow.proposal_sign(actor=cast.leader, proposal=first, kind=Use.TALKED, told_on=clock.today())
    assert used.by_name == cast.leader.name and "第九条" in used.basis
    with pytest.raises(Refused, match="办过"):
        services_follow.proposal_sign(actor=cast.leader, proposal=first, kind=Use.TALKED, told_on=clock.today())
    with pytest.raises(Refused, match="理由"):
        services_follow.proposal_decline(actor=cast.leader, proposal=other, reason=" ")
    services_follow.proposal_decline(actor=cast.leader, proposal=other, reason="长期病假")
    assert ResultUse.objects.count() == 1 and not selectors_follow.proposals_for(cast.leader)


@pytest.mark.django_db
def test_the_notice_names_grades_and_no_points(cast: Cast, second: Run) -> None:
    (best,) = selectors_follow.notice_of(second)
    assert best.title == "优秀" and best.names == []
    with pytest.raises(Refused, match="已经开始"):
        services_follow.notice_plan(actor=cast.assessor, run=second, grades=["待改进"], basis="")
    Run.objects.filter(pk=second.pk).update(notice_grades=["优秀", "待改进"])
    second.refresh_from_db()
    assert sorted(selectors_follow.notice_of(second)[-1].names) == ["张三", "李四"]
    assert selectors_follow.notice_get(cast.member, second.pk) == second
    with pytest.raises(Refused):
        selectors_follow.notice_get(cast.district_staff, second.pk)


@pytest.mark.django_db
def test_quotas_are_told_list_by_list(cast: Cast, second: Run) -> None:
    (told,) = quotas.quotas_of(second)
    assert (told.by_share and [row.name for row in told.lists] == ["委员", "常委"]) or len(told.lists) == 2
    for row in told.lists:
        assert (row.graded, row.places, row.holders) == (1, 1, 0)


@pytest.mark.django_db
def test_alert_lines_are_listed(cast: Cast) -> None:
    build.seat(cast, cast.li)
    text = services_scheme.library_take(actor=cast.assessor, body=cast.city, name="example-city")
    changed = (
        text.text.rstrip("\n")
        + "\n    提示线:\n      - {提示线: 关注, 条款: 第十条, 原文: 低于50分的予以关注。, 低于: 50}\n"
    )
    SchemeText.objects.filter(pk=text.pk).update(text=changed, digest=scheme.digest_of(changed))
    text.refresh_from_db()
    adopted = services.scheme_adopt(actor=cast.leader, draft=text)
    run = compute(services.run_queue(actor=cast.assessor, adopted=adopted, scheme_key="委员", label="x").pk)
    (line,) = follow.alerts(run)
    assert [str(one) for one in line.results] == ["李四"]
