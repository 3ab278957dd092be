"""Practices are written as recipes, shared when whole, found by words and filters."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from touyan.core import clock
from touyan.core.errors import Refused, Stale
from touyan.organizations.models import Account
from touyan.organizations.policy import NOBODY, Actor
from touyan.organizations.tests.cast import Cast
from touyan.practices import selectors, services
from touyan.practices.models import Practice
from touyan.practices.rules import State
from touyan.practices.selectors import Asked
from touyan.practices.tests.cooked import STEPS, adopted, drafted, shared, values

pytestmark = pytest.mark.django_db


def titles(actor: Actor, **asked: str) -> list[str]:
    return sorted(one.title for one in selectors.practices(actor, Asked.of(asked)))


def test_a_draft_is_the_units_own_and_a_shared_one_is_everybodys(cast: Cast) -> None:
    practice = drafted(cast.secretary, cast.branch)
    assert titles(cast.secretary) == [practice.title]
    assert titles(cast.member) == titles(cast.district_staff) == []
    services.practice_share(actor=cast.secretary, practice=practice)
    assert titles(cast.member) == titles(cast.district_staff) == [practice.title]
    assert titles(NOBODY) == []


def test_an_empty_recipe_is_refused_with_all_that_it_lacks(cast: Cast) -> None:
    bare = {"situation": " ", "minutes": 0, "people": 0, "failed": "", "avoid": ""}
    practice = drafted(cast.secretary, cast.branch, steps=["", " "], **bare)
    with pytest.raises(Refused) as refusal:
        services.practice_share(actor=cast.secretary, practice=practice)
    assert refusal.value.message.count("；") == 4 and refusal.value.possible
    assert Practice.objects.get().state == State.DRAFT
    assert "公布前还缺" in _page(cast.secretary, f"/practices/{practice.pk}/")


def test_what_is_shared_stays_whole_and_a_stale_save_is_409(cast: Cast) -> None:
    practice = shared(cast)
    with pytest.raises(Refused, match="至少一个步骤"):
        services.practice_save(
            actor=cast.secretary, practice=practice, values=values(cast.branch), steps=[], version=practice.version
        )
    again = Practice.objects.get()
    services.practice_save(
        actor=cast.staff, practice=again, values=values(cast.branch, people=6), steps=STEPS, version=again.version
    )
    with pytest.raises(Stale) as stale:
        services.practice_save(
            actor=cast.secretary, practice=practice, values=values(cast.branch), steps=STEPS, version=2
        )
    assert [d.stands for d in stale.value.differences] == ["6"]


def test_it_stops_for_a_reason_and_stays_readable(cast: Cast) -> None:
    practice = shared(cast)
    with pytest.raises(Refused, match="理由"):
        services.practice_withdraw(actor=cast.secretary, practice=practice, reason=" ")
    services.practice_withdraw(actor=cast.secretary, practice=practice, reason="信息渠道停了")
    with pytest.raises(Refused, match="不能采用"):
        adopted(cast.staff, practice, cast.other_branch)
    assert "信息渠道停了" in _page(cast.member, f"/practices/{practice.pk}/")
    services.practice_share(actor=cast.secretary, practice=practice)
    adopted(cast.staff, practice, cast.other_branch)
    with pytest.raises(Refused, match="已经公布"):
        services.practice_share(actor=cast.secretary, practice=practice)


def test_search_and_filters(cast: Cast) -> None:
    one = shared(cast)
    shared(cast, title="红茶夜谈", strength="link", situation="白天没有人")
    child = adopted(cast.other_secretary, one, cast.other_branch)
    services.effect_report(actor=cast.other_secretary, practice=child, verdict="worse", words="更少人来")
    assert titles(cast.member) == ["带着一道题走访", "红茶夜谈"], "an adopted one stands in its tree"
    assert titles(cast.member, q="夜谈") == titles(cast.member, q="白天 没有") == ["红茶夜谈"]
    assert titles(cast.member, q="念文件") == ["带着一道题走访"] * 2
    assert titles(cast.member, strength="link") == ["红茶夜谈"]
    assert titles(cast.member, effect="worse") == ["带着一道题走访"] * 2
    assert titles(cast.member, effect="adopted") == ["带着一道题走访"]
    assert titles(cast.other_secretary, mine="1") == ["带着一道题走访"]
    assert titles(cast.member, q="没有这样的词") == []
    assert titles(cast.member, strength="'; drop", unit="x" * 40, effect="99") == ["带着一道题走访", "红茶夜谈"]
    [row] = selectors.practices(cast.member, Asked(effect="adopted"))
    assert (row.takers, row.reports) == (1, 0)  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["member", "leader", "other_secretary", "district_staff", "admin", "auditor"])
def test_others_may_not_write_for_the_unit(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        drafted(getattr(cast, who), cast.branch)
    assert refusal.value.status == 403
    with pytest.raises(Refused):
        drafted(cast.secretary, cast.branch, started=clock.today() + dt.timedelta(1))


def _page(actor: Actor, path: str) -> str:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id), "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor_seen"] = True
    session.save()
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_the_pages_open_and_the_form_writes(cast: Cast) -> None:
    practice = shared(cast)
    child = adopted(cast.other_secretary, practice, cast.other_branch)
    for path in (
        "/practices/", "/practices/?q=走访&strength=expert&mine=1", "/practices/trees/", "/practices/new/", "/practices/new/?brand=7",
        f"/practices/{practice.pk}/", f"/practices/{practice.pk}/tree/", f"/practices/{child.pk}/",
        f"/practices/{practice.pk}/edit/", f"/practices/{child.pk}/adopt/", f"/practices/{practice.pk}/trace/",
    ):  # fmt: skip
        _page(cast.secretary, path)
    client = Client()
    client.force_login(
        Account.objects.get(pk=cast.secretary.account_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    typed = {"unit": cast.branch.pk, "title": "新做法", "strength": "link", "minutes": 30, "people": 2, "money": 0,
             "started": "2026-01-05", "steps": "第一步\n\n第二步"}  # fmt: skip
    assert client.post("/practices/new/", typed).status_code == 302
    made = Practice.objects.get(title="新做法")
    assert [step.text for step in made.steps.all()] == ["第一步", "第二步"]
    assert client.post("/practices/new/", {**typed, "minutes": -3}).status_code == 422
