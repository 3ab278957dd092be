"""A ballot in preparation: written in lines, its roll from the organisation, fixed once it is open."""

from __future__ import annotations

import pytest

from touyan.ballots import selectors, services, wording
from touyan.ballots.models import Voter, VoterClass
from touyan.ballots.tests import build
from touyan.ballots.tests.build import keys
from touyan.core.errors import Refused
from touyan.organizations.tests.cast import Cast

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]


def test_lines_go_there_and_back() -> None:
    for text in wording.SAMPLES.values():
        assert wording.written(wording.questions(text)) == text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "至少写一行"),
        ("总体 50%：好=100，差=0", "相加应为100%"),
        ("总体：好=100，差=0", "权重"),
        ("总体 100%：好=100", "两个计分"),
        ("总体 100%：好=101，差=0", "0到100"),
        ("总体 100%：好=100，好=0，差=1", "重名"),
        ("甲 50%：好=100，差=0\n甲 50%：好=100，差=0", "写了两次"),
        ("甲 50%：好，差=0\n乙 x：好=100，差=0", "第 2 行"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, what: str) -> None:
    with pytest.raises(wording.NotUnderstood, match=what):
        wording.questions(text)


def test_the_roll_comes_from_the_organisation(cast: Cast) -> None:
    made = build.ballot(cast, classes="书记 40%\n委员 60%")
    secretaries, members = VoterClass.objects.filter(ballot=made).order_by("order")
    add = {"actor": cast.assessor, "ballot": made, "unit": cast.city, "below": True}
    assert services.roll_add(voter_class=secretaries, who="secretary", **add) == (2, 0)  # type: ignore[arg-type]
    # 张三 is a secretary already and does not vote a second time as a member.
    assert services.roll_add(voter_class=members, who="member", **add) == (1, 1)  # type: ignore[arg-type]
    assert [one.count for one in selectors.entitled(made)] == [2, 1]


def test_an_open_ballot_is_fixed(cast: Cast) -> None:
    made = build.ballot(cast)
    build.roll(made, 委员=5)
    made = build.opened(cast, made)
    with pytest.raises(Refused, match="不能再改"):
        services.roll_remove(actor=cast.assessor, ballot=made, voter_pk=Voter.objects.first().pk)  # type: ignore[union-attr]


def test_it_does_not_open_for_fewer_than_five(cast: Cast) -> None:
    made = build.ballot(cast)
    with pytest.raises(Refused, match="还没有投票人"):
        build.opened(cast, made)
    build.roll(made, 委员=4)
    with pytest.raises(Refused, match="不足5人"):
        build.opened(cast, made)


def test_who_may_arrange(cast: Cast) -> None:
    made = build.ballot(cast)
    for actor in (cast.member, cast.secretary, cast.leader, cast.district_staff):
        with pytest.raises(Refused):
            services.ballot_open(actor=actor, ballot=made)
    assert list(selectors.ballots_for(cast.member)) == []
