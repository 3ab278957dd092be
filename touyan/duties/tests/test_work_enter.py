"""Works: authors in order, stages with proof, claims that wait, one work however many stages."""

from __future__ import annotations

import datetime as dt

import pytest

from touyan.core.errors import Refused
from touyan.duties import works
from touyan.duties.models import DutyRecord, Work
from touyan.duties.works import Author
from touyan.organizations.policy import Actor
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)


def entered(cast: Cast, actor: Actor, **changes: object) -> Work:
    given = {
        "unit": cast.branch,
        "kind": "proposal",
        "title": "关于社区助餐的提案",
        "day": DAY,
        "authors": [Author(cast.zhang.pk, 1, 6000), Author(cast.li.pk, 2, 4000)],
    }
    return works.work_enter(actor=actor, **{**given, **changes})  # type: ignore[arg-type]


def test_every_author_has_a_row_with_place_and_share(cast: Cast) -> None:
    work = entered(cast, cast.secretary)
    rows = {(r.person_id, r.place, r.authors, r.share, r.role) for r in work.records.all()}
    assert rows == {(cast.zhang.pk, 1, 2, 6000, "lead"), (cast.li.pk, 2, 2, 4000, "co")}


def test_a_stage_reaches_every_author_once(cast: Cast) -> None:
    work = entered(cast, cast.secretary)
    for _time in range(2):
        works.work_stage(
            actor=cast.secretary, work=work, stage="adopted", level="city", day=DAY, by="市民政局", proof="采用通知"
        )
    rows = DutyRecord.objects.filter(stage="adopted")
    assert {(row.person_id, row.level, row.proof_label) for row in rows} == {
        (cast.zhang.pk, "city", "采用通知"),
        (cast.li.pk, "city", "采用通知"),
    }
    assert rows.count() == 2
    assert Work.objects.count() == 1


def test_adoption_needs_level_and_proof(cast: Cast) -> None:
    work = entered(cast, cast.secretary)
    with pytest.raises(Refused, match="凭据"):
        works.work_stage(actor=cast.secretary, work=work, stage="adopted", day=DAY)
    with pytest.raises(Refused, match="早于"):
        works.work_stage(actor=cast.secretary, work=work, stage="filed", day=DAY - dt.timedelta(days=1))


def test_a_claim_waits_and_can_be_taken_back(cast: Cast) -> None:
    work = entered(cast, cast.member, authors=[Author(cast.li.pk, 1)])
    assert not DutyRecord.objects.counting().exists()
    row = work.records.get()
    works.claim_withdraw(actor=cast.member, record=row)
    assert not DutyRecord.objects.effective().exists()


def test_a_verified_claim_counts_and_stays(cast: Cast) -> None:
    work = entered(cast, cast.member, authors=[Author(cast.li.pk, 1)])
    assert works.work_verify(actor=cast.secretary, work=work) == 1
    assert DutyRecord.objects.counting().count() == 1
    with pytest.raises(Refused, match="核实"):
        works.claim_withdraw(actor=cast.member, record=work.records.get())


def test_nobody_claims_for_others_or_elsewhere(cast: Cast) -> None:
    with pytest.raises(Refused, match="本人"):
        entered(cast, cast.member, authors=[Author(cast.zhang.pk, 1)])
    with pytest.raises(Refused, match="不属于"):
        entered(cast, cast.member, unit=cast.other_branch, authors=[Author(cast.li.pk, 1)])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "poem"}, "类别"),
        ({"title": " "}, "题目"),
        ({"authors": [Author(1, 1), Author(1, 2)]}, "两次"),
        ({"authors": [Author(1, 1, 9000), Author(2, 2, 2000)]}, "100%"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, changes: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        entered(cast, cast.secretary, **changes)
    assert not Work.objects.exists()


@pytest.mark.parametrize("who", ["member", "other_secretary", "leader", "district_staff"])
def test_others_set_no_stage(cast: Cast, who: str) -> None:
    work = entered(cast, cast.secretary)
    with pytest.raises(Refused) as refusal:
        works.work_stage(actor=getattr(cast, who), work=work, stage="filed", day=DAY)
    assert refusal.value.status == 403
