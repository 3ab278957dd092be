"""The normative library: versions, force, whom it binds, read on which day."""

import datetime as dt

import pytest

from touyan.core.errors import Refused
from touyan.documents.articles import articles, compare, number
from touyan.documents.models import Norm
from touyan.documents.rules import NormState
from touyan.documents.selectors import norm_readers, people_bound
from touyan.documents.services import norm_change_state, norm_read, norm_register, norm_revise

TEXT = "总则说明\n第一章 总则\n第一条 为了规范履职，制定本办法。\n第二条 委员应当出席会议。\n每年不少于四次。\n第三条 本办法自印发之日起施行。"
NEWER = TEXT.replace("四次", "五次").replace("第三条 本办法", "第三条 请假须书面说明。\n第四条 本办法")


def registered(cast, **more) -> Norm:
    wish = {"actor": cast.staff, "unit": cast.city, "title": "委员履职办法", "text": TEXT, **more}
    return norm_register(**wish)


def test_articles_have_anchors():
    found = {piece.anchor: piece for piece in articles(TEXT)}
    assert list(found) == ["", "c-1", "a-1", "a-2", "a-3"]
    assert found["a-2"].text == "委员应当出席会议。\n每年不少于四次。"
    assert [number(words) for words in ("十", "十二", "二十", "一百零三", "二百一十", "15")] == [
        10,
        12,
        20,
        103,
        210,
        15,
    ]


def test_versions_side_by_side_mark_what_differs():
    changes = {change.label: change for change in compare(TEXT, NEWER)}
    assert changes["第二条"].kind == "changed"
    assert [words for words, differs in changes["第二条"].after if differs] == ["五"]
    assert changes["第三条"].kind == "added" and changes["第一条"].kind == "same"
    assert changes["第三条 → 第四条"].kind == "moved"
    assert "".join(words for words, _ in changes["第二条"].before) == "委员应当出席会议。\n每年不少于四次。"


@pytest.mark.django_db
def test_a_revision_keeps_what_was(cast):
    norm = registered(cast)
    norm_revise(actor=cast.staff, norm=norm, text=NEWER, note="次数", start=dt.date(2026, 5, 1))
    assert [version.text for version in norm.versions.all()] == [NEWER, TEXT]
    with pytest.raises(Refused, match="相同"):
        norm_revise(actor=cast.staff, norm=norm, text=NEWER, note="又一次")


@pytest.mark.django_db
def test_those_whom_it_binds_see_it(cast):
    norm = registered(cast, binds=[cast.branch])
    seen = [who for who in vars(cast) if getattr(getattr(cast, who), "held", None)]
    seen = {who for who in seen if Norm.objects.visible_to(getattr(cast, who)).filter(pk=norm.pk).exists()}
    assert seen == {"staff", "leader", "secretary", "assessor", "admin", "auditor", "member"}
    everyone = registered(cast)
    assert Norm.objects.visible_to(cast.district_staff).get() == everyone
    assert people_bound(norm) == 2


@pytest.mark.django_db
def test_only_staff_register(cast):
    for who in (cast.secretary, cast.member, cast.leader):
        with pytest.raises(Refused) as caught:
            registered(cast, actor=who)
        assert caught.value.status == 403


@pytest.mark.django_db
def test_force_goes_one_way(cast):
    old, new = registered(cast), registered(cast, title="委员履职办法（新）")
    norm_change_state(actor=cast.staff, norm=old, state=NormState.IN_FORCE)
    with pytest.raises(Refused, match="替代"):
        norm_change_state(actor=cast.staff, norm=old, state=NormState.REPLACED)
    norm_change_state(actor=cast.staff, norm=old, state=NormState.REPLACED, by=new, why="修订")
    assert (old.replaced_by, old.ended is not None) == (new, True)
    with pytest.raises(Refused):
        norm_change_state(actor=cast.staff, norm=old, state=NormState.IN_FORCE)
    with pytest.raises(Refused):
        norm_revise(actor=cast.staff, norm=old, text=NEWER, note="不行")


@pytest.mark.django_db
def test_read_receipts_are_a_day_and_nothing_else(cast):
    norm = registered(cast)
    version = norm.versions.get()
    first = norm_read(actor=cast.member, version=version)
    assert norm_read(actor=cast.member, version=version) == first
    assert {field.name for field in first._meta.fields} == {"id", "version", "account", "day"}
    assert norm_readers(cast.staff, norm, version) == [("李四", first.day.isoformat())]
    assert norm_readers(cast.member, norm, version) is None
    hidden = registered(cast, unit=cast.district, actor=cast.district_staff, title="区里的")
    with pytest.raises(Refused) as caught:
        norm_read(actor=cast.other_secretary, version=hidden.versions.get())
    assert caught.value.status == 404
