"""A unit assesses itself, another hand verifies; readings are kept as they stood."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from touyan.core import clock
from touyan.core.errors import Refused, Stale
from touyan.modeloffice import selectors, services
from touyan.modeloffice.models import Appraisal
from touyan.modeloffice.rules import Half, State, half_of
from touyan.modeloffice.services.appraisals import Said
from touyan.modeloffice.tests.office import Office, office, task
from touyan.modeloffice.todo import todos
from touyan.organizations.models import Account
from touyan.organizations.policy import Actor
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db
HALF = Half(2026, 1)
ANSWERS = {"harmony-1": Said(70, "三月起周一碰头"), "integrity-3": Said(0, "")}


def saved(made: Office, actor: Actor, said: dict[str, Said] | None = None, version: int = 1) -> Appraisal:
    said = ANSWERS if said is None else said
    return services.appraisal_save(actor=actor, unit=made.department, half=HALF, said=said, version=version)


def submitted(made: Office) -> Appraisal:
    one = saved(made, made.head)
    return services.appraisal_submit(actor=made.head, appraisal=one, version=one.version)


def test_answers_and_readings_stand_until_another_hand_verifies(cast: Cast) -> None:
    made = office(cast)
    given = task(cast, made.department, due=dt.date(2026, 2, 1), done_on=None)
    one = submitted(made)
    assert [t.title for t in todos(cast.staff)] == ["核定六型自评：研究室"]
    given.state, given.done_on = "done", dt.date(2026, 2, 1)
    given.save()
    verdicts = {"harmony-1": Said(40, "会办登记只有一次"), "work-2": Said(None, "记录属实")}
    done = services.appraisal_verify(actor=cast.staff, appraisal=one, verdicts=verdicts)
    lines = {line.code: line for line in done.lines.all()}
    assert (done.state, done.verified_name) == (State.VERIFIED, cast.staff.name)
    assert (lines["harmony-1"].value, lines["integrity-3"].value) == (40, 0)
    assert (lines["work-2"].done, lines["work-2"].asked) == (0, 1), "as it stood when it was submitted"
    assert selectors.unit_page(made.head, made.department, HALF)["types"][3]["measures"][1]["reading"].done == 1


def test_nobody_verifies_what_he_submitted_and_the_head_never_verifies(cast: Cast) -> None:
    made = office(cast)
    one = saved(made, cast.staff)
    one = services.appraisal_submit(actor=cast.staff, appraisal=one, version=one.version)
    assert list(selectors.to_verify(cast.staff)) == []
    for actor in (cast.staff, made.head):
        with pytest.raises(Refused) as refusal:
            services.appraisal_verify(actor=actor, appraisal=one, verdicts={})
        assert refusal.value.status == 403
    assert services.appraisal_verify(actor=cast.leader, appraisal=one, verdicts={}).state == State.VERIFIED


def test_a_different_verdict_needs_its_reason(cast: Cast) -> None:
    one = submitted(office(cast))
    with pytest.raises(Refused, match="理由"):
        services.appraisal_verify(actor=cast.staff, appraisal=one, verdicts={"harmony-1": Said(0, " ")})
    with pytest.raises(Refused, match="可选范围"):
        services.appraisal_verify(actor=cast.staff, appraisal=one, verdicts={"harmony-1": Said(99, "随意")})
    assert Appraisal.objects.get().state == State.SUBMITTED


def test_what_is_asked_must_be_answered_with_a_fact(cast: Cast) -> None:
    made = office(cast)
    one = saved(made, made.head, {"harmony-1": Said(70, " ")})
    with pytest.raises(Refused, match="培育良好家风"):
        services.appraisal_submit(actor=made.head, appraisal=one, version=one.version)
    one = saved(made, made.head, {"harmony-1": Said(70, " "), "integrity-3": Said(0)}, one.version)
    with pytest.raises(Refused, match="事例"):
        services.appraisal_submit(actor=made.head, appraisal=one, version=one.version)
    for wrong in ({"work-2": Said(100)}, {"harmony-1": Said(55)}, {"nothing": Said(None)}):
        with pytest.raises(Refused):
            saved(made, made.head, wrong, one.version)


def test_a_returned_one_is_completed_and_a_verified_one_stays(cast: Cast) -> None:
    made = office(cast)
    one = submitted(made)
    with pytest.raises(Refused, match="不能再改"):
        saved(made, made.head, version=one.version)
    with pytest.raises(Refused, match="理由"):
        services.appraisal_return(actor=cast.staff, appraisal=one, reason=" ")
    one = services.appraisal_return(actor=cast.staff, appraisal=one, reason="请补充时间")
    assert "补充六型自评" in [t.title for t in todos(made.head)]
    one = saved(made, made.head, version=one.version)
    one = services.appraisal_submit(actor=made.head, appraisal=one, version=one.version)
    services.appraisal_verify(actor=cast.staff, appraisal=one, verdicts={})
    with pytest.raises(Refused):
        services.appraisal_return(actor=cast.staff, appraisal=one, reason="再看看")


def test_a_stale_save_a_coming_half_and_a_wrong_unit_are_refused(cast: Cast) -> None:
    made = office(cast)
    saved(made, made.head)
    with pytest.raises(Stale):
        saved(made, made.head, version=1)
    later = half_of(clock.today() + dt.timedelta(250))
    with pytest.raises(Refused, match="还没有开始"):
        services.appraisal_save(actor=made.head, unit=made.department, half=later, said={}, version=1)
    with pytest.raises(Refused, match="不参加"):
        services.appraisal_save(actor=cast.secretary, unit=cast.branch, half=HALF, said={}, version=1)
    for actor in (cast.secretary, cast.district_staff, cast.member, cast.leader):
        with pytest.raises(Refused) as refusal:
            saved(made, actor)
        assert refusal.value.status == 403


def test_companions_are_set_by_staff_among_fitting_units(cast: Cast) -> None:
    made = office(cast)
    services.companions_set(actor=cast.staff, unit=made.department, others=[cast.branch])
    assert selectors.companions_of(made.department) == [cast.branch.pk]
    for others in ([made.department], [cast.district]):
        with pytest.raises(Refused):
            services.companions_set(actor=cast.staff, unit=made.department, others=others)
    with pytest.raises(Refused):
        services.companions_set(actor=made.head, unit=made.department, others=[])
    services.companions_set(actor=cast.staff, unit=made.department, others=[])
    assert selectors.companions_of(made.department) == []


def test_the_form_saves_submits_and_verifies(cast: Cast) -> None:
    made = office(cast)
    client = Client()
    client.force_login(
        Account.objects.get(pk=made.head.account_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    url = f"/model/{made.department.pk}/2026/1/"
    typed = {
        "version": 1,
        "level-harmony-1": "70",
        "note-harmony-1": "周一碰头",
        "level-integrity-3": "0",
        "submit": "1",
    }
    assert client.post(url, {**typed, "level-harmony-1": "5"}).status_code == 422
    assert client.post(url, typed).status_code == 302
    one = Appraisal.objects.get()
    assert one.state == State.SUBMITTED
    client.force_login(
        Account.objects.get(pk=cast.staff.account_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.session
    session["second_factor_seen"] = True
    session.save()
    page = client.get(f"/model/appraisals/{one.pk}/verify/").content.decode()
    assert "周一碰头" in page
    answer = {"version": one.version, "level-harmony-1": "70", "level-integrity-3": "0"}
    assert client.post(f"/model/appraisals/{one.pk}/verify/", answer).status_code == 302
    assert Appraisal.objects.get().state == State.VERIFIED
    assert "核定：正在做" in client.get(f"/model/{made.department.pk}/?year=2026&half=1").content.decode()
