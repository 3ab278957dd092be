"""Units move, are renamed and closed; lines stay trees; what was stays readable."""

from __future__ import annotations

import pytest

from touyan.core.errors import Refused
from touyan.organizations import services
from touyan.organizations.models import Closure, Placement
from touyan.organizations.rules import Kind, Level, Line
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_move_keeps_the_old_place_readable(cast: Cast) -> None:
    services.unit_move(actor=cast.staff, unit=cast.branch, parent=cast.party_group, line=Line.COMMITTEE)
    assert not Closure.objects.filter(ancestor=cast.subgroup, descendant=cast.branch).exists()
    assert Placement.objects.filter(unit=cast.branch, parent=cast.subgroup, end__isnull=False).exists()


def test_move_refuses_a_loop(cast: Cast) -> None:
    with pytest.raises(Refused):
        services.unit_move(actor=cast.staff, unit=cast.subgroup, parent=cast.branch, line=Line.COMMITTEE)


def test_move_refuses_a_stranger(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        services.unit_move(actor=cast.secretary, unit=cast.branch, parent=cast.party_group, line=Line.COMMITTEE)
    assert refusal.value.status == 403


def test_open_and_close(cast: Cast) -> None:
    group = services.unit_open(
        actor=cast.staff,
        parent=cast.branch,
        kind=Kind.ACTIVITY_GROUP,
        name="第一活动小组",
        short="一组",
        code="XZ1",
        line=Line.COMMITTEE,
        level=Level.CITY,
    )
    with pytest.raises(Refused, match="下级"):
        services.unit_close(actor=cast.staff, unit=cast.branch)
    services.unit_close(actor=cast.staff, unit=group)
    services.unit_close(actor=cast.staff, unit=cast.branch)
    assert cast.branch.end is not None


def test_a_code_is_used_once(cast: Cast) -> None:
    with pytest.raises(Refused, match="代码"):
        services.unit_open(
            actor=cast.staff,
            parent=cast.branch,
            kind=Kind.ACTIVITY_GROUP,
            name="又一组",
            short="又一组",
            code="ZB1",
            line=Line.COMMITTEE,
            level=Level.CITY,
        )
