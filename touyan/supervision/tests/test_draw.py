"""Spot checks: published before the seed, drawn again by page, command and an independent script; findings followed."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from touyan.core.errors import Refused
from touyan.organizations.tests.cast import Cast
from touyan.planning.models import Demand
from touyan.planning.tests.test_pages import client
from touyan.supervision import drawing, services
from touyan.supervision.models import Check, Draw
from touyan.supervision.rules import FindingState
from touyan.supervision.tests import overseen

SCRIPT = Path(__file__).parent / "draw_again.py"
KINDS = ["temporary_branch", "committee"]


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(overseen.MORNING, tick=False):
        yield


def announced(cast: Cast) -> Draw:
    return services.draw_announce(
        actor=cast.staff,
        committee=cast.city,
        title="第二季度抽查",
        year=2026,
        kinds=KINDS,
        each=1,
        seed_source="2026年5月21日福彩3D开奖号码",
    )


# A busy machine is no fault of the rule.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 12), st.integers(1, 4), st.text(min_size=1, max_size=8))
def test_nobody_twice_before_all_were_drawn_once(units: int, each: int, seed: str) -> None:
    times: Counter[str] = Counter()
    for turn in range(8):
        frame = [{"code": f"U{n}", "name": f"单位{n}", "group": "g", "times": times[f"U{n}"]} for n in range(units)]
        drawn = drawing.draw(frame, f"{seed}{turn}", each)
        assert len(set(drawn)) == len(drawn) == min(each, units)
        times.update(drawn)
        assert max(times.values()) - min(times[f"U{n}"] for n in range(units)) <= 1


@pytest.mark.django_db
def test_page_command_and_script_agree(cast: Cast, tmp_path: Path) -> None:
    draw = announced(cast)
    with pytest.raises(CommandError):
        call_command("draw_verify", draw.pk)
    checks = services.draw_make(actor=cast.staff, draw_id=draw.pk, seed="735")
    codes = sorted(check.unit.code for check in checks)
    assert len(codes) == 2, "one of each group"
    file = tmp_path / "draw.json"
    file.write_bytes(client("zhang").get(f"/draws/{draw.pk}/draw.json").content)
    again = subprocess.run([sys.executable, str(SCRIPT), str(file)], capture_output=True, text=True, check=True)
    assert sorted(again.stdout.split()) == codes
    out = StringIO()
    call_command("draw_verify", draw.pk, stdout=out)
    assert "一致：2" in out.getvalue()
    assert "结果一致" in client("zhang").get(f"/draws/{draw.pk}/").content.decode()


def test_the_independent_script_is_short() -> None:
    assert len(SCRIPT.read_text().splitlines()) <= 32


@pytest.mark.django_db
def test_a_changed_list_or_result_is_found_out(cast: Cast) -> None:
    draw = announced(cast)
    services.draw_make(actor=cast.staff, draw_id=draw.pk, seed="735")
    other = next(u for u in (cast.branch, cast.other_branch) if not Check.objects.filter(unit=u).exists())
    Check.objects.filter(unit__kind="temporary_branch").update(unit=other)
    with pytest.raises(CommandError, match="结果不符"):
        call_command("draw_verify", draw.pk)
    assert "不一致" in client("zhang").get(f"/draws/{draw.pk}/").content.decode()
    Draw.objects.update(frame=draw.frame[1:])
    with pytest.raises(CommandError, match="名单与公布的摘要不符"):
        call_command("draw_verify", draw.pk)


@pytest.mark.django_db
def test_drawn_once_only_and_by_staff(cast: Cast) -> None:
    draw = announced(cast)
    services.draw_make(actor=cast.staff, draw_id=draw.pk, seed="1")
    with pytest.raises(Refused, match="不能重抽"):
        services.draw_make(actor=cast.staff, draw_id=draw.pk, seed="2")
    for actor in (cast.secretary, cast.district_staff, cast.leader):
        with pytest.raises(Refused):
            services.draw_make(actor=actor, draw_id=draw.pk, seed="3")


@pytest.mark.django_db
def test_the_next_draw_takes_the_others_first(cast: Cast) -> None:
    drawn: set[str] = set()
    for seed in ("1", "2"):
        checks = services.draw_make(actor=cast.staff, draw_id=announced(cast).pk, seed=seed)
        drawn |= {check.unit.code for check in checks}
    assert drawn == {"ZB1", "ZB2", "QX1", "QX2"}


@pytest.mark.django_db
def test_a_finding_offers_help_and_is_followed_until_closed(cast: Cast) -> None:
    draw = announced(cast)
    check = Check.objects.create(draw=draw, unit=cast.branch)
    services.check_record(
        actor=cast.staff, check_id=check.pk, day=dt.date(2026, 5, 20), words="看了台账", good="主题鲜明"
    )
    assert Demand.objects.get(source_kind="check").cost == 120
    with pytest.raises(Refused, match="帮助"):
        services.finding_add(actor=cast.staff, check_id=check.pk, words="会议记录不全", help="")
    row = services.finding_add(actor=cast.staff, check_id=check.pk, words="会议记录不全", help="派人示范一次")
    assert row.due == dt.date(2026, 6, 17), "twenty working days"
    fixed = services.finding_fix(actor=cast.secretary, finding_id=row.pk, fix="已补齐")
    assert fixed.state == FindingState.FIXED
    with pytest.raises(Refused):
        services.finding_close(actor=cast.secretary, finding_id=row.pk, closed=True)
    assert services.finding_close(actor=cast.staff, finding_id=row.pk, closed=False).state == FindingState.OPEN
    services.finding_fix(actor=cast.secretary, finding_id=row.pk, fix="全部补齐")
    assert services.finding_close(actor=cast.staff, finding_id=row.pk, closed=True).state == FindingState.CLOSED
