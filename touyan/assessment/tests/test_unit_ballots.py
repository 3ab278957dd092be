"""A published ballot gives a unit scheme its votes: the worked example of 实绩量化 comes to 89.2 in a run, too."""

from __future__ import annotations

import pytest
from django.test import Client

from touyan.assessment import selectors, selectors_units, services, services_units
from touyan.assessment.compute import compute
from touyan.assessment.models import Result, RunTaken
from touyan.ballots import services_count
from touyan.ballots.tests import build as ballots
from touyan.ballots.tests.build import keys
from touyan.core import clock
from touyan.demo.units import departments
from touyan.organizations.models import Account
from touyan.organizations.tests.cast import Cast

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]


def test_the_worked_example_through_the_product(cast: Cast) -> None:
    made = services_count.ballot_publish(actor=cast.leader, ballot=ballots.example(cast))
    text = departments(clock.today().year).replace("对象类别: 处室", "对象类别: 党员履职临时党支部")
    draft = services.scheme_draft(actor=cast.assessor, body=cast.city, title="实绩", version="1", text=text)
    adopted = services.scheme_adopt(actor=cast.leader, draft=draft)
    services_units.lines_assign(
        actor=cast.assessor, text=adopted, part="处室", offices={}, due=clock.today(), ballots=[made]
    )
    run = services.run_queue(actor=cast.assessor, adopted=adopted, scheme_key="处室", label="实绩")
    run = compute(run.pk)
    result = Result.objects.get(run=run, unit=cast.branch)
    assert result.total == 892_000, run.failure
    assert Result.objects.get(run=run, unit=cast.other_branch).total == 0
    lines = {line.line.key: line.counted for line in selectors.pedigree(result)}
    assert lines["测评"] == 892_000
    assert selectors_units.ballots_of_run(run) == [made]
    assert len(RunTaken.objects.get(run=run).digest) == 64


def test_a_ballot_below_its_quorum_is_named_before_closing(cast: Cast, client: Client) -> None:
    made = ballots.ballot(cast, targets=[cast.branch], quorum=80)
    voters = ballots.roll(made, 委员=10)["委员"]
    made = ballots.opened(cast, made)
    for voter in voters[:5]:
        ballots.voted(made, voter, 0)
    short = ballots.counted(cast, made)
    text = departments(clock.today().year).replace("对象类别: 处室", "对象类别: 党员履职临时党支部")
    draft = services.scheme_draft(actor=cast.assessor, body=cast.city, title="实绩", version="1", text=text)
    adopted = services.scheme_adopt(actor=cast.leader, draft=draft)
    run = services.run_queue(actor=cast.assessor, adopted=adopted, scheme_key="处室", label="实绩")
    run = compute(run.pk)
    assert selectors_units.votes_missing(run) == [short]
    client.force_login(
        Account.objects.get(pk=cast.assessor.account_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.session
    session["second_factor_seen"] = True
    session.save()
    page = client.get(f"/assessments/{run.pk}/").content.decode()
    assert "这次没有可用的票" in page and "未达规定人数" in page
