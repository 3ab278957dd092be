"""A clerk writes a scheme clause by clause; as a workbook; from the library; a leader signs an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from touyan.assessment import library, scheme, services, services_scheme
from touyan.assessment.compact import Unreadable, compact, expand, in_words
from touyan.assessment.construct_form import ConstructForm
from touyan.assessment.editing import GENERALS, HEAD, KINDS, NODE, Draft, form_of
from touyan.assessment.models import ExceptionSignature, SchemeText, Study
from touyan.assessment.selectors_scheme import table_of
from touyan.assessment.studying import study
from touyan.assessment.tests import build
from touyan.assessment.tests.test_record import browser
from touyan.core.errors import Refused, Stale
from touyan.organizations.tests.cast import Cast
from touyan.scoring.language import load

pytestmark = pytest.mark.django_db
FILES = Path(scheme.__file__).parents[1] / "scoring" / "schemes"


def places(draft: Draft) -> list[tuple[int, str, int]]:
    found = []
    for part, own in enumerate(draft.parts):
        found += [(part, HEAD, 0), *((part, kind, 0) for kind in GENERALS)]
        found += [(part, NODE, node.index) for node in draft.nodes(part)]
        found += [(part, kind, k) for kind, word in KINDS.items() for k in range(len(own.get(word, [])))]
    return found


def filled(draft: Draft, part: int, kind: str, index: int, **changed: str) -> ConstructForm:
    """The form of a place, sent back as it was shown, with some words changed."""
    table = draft.table(part, kind, index)
    given = {"form": form_of(kind, table), "plain": table, "common": draft.common(part, kind, table)}
    shown = ConstructForm(**given, top=kind in GENERALS, initial={"version": 1})
    data = {name: shown.initial.get(name, "") for name in shown.fields}
    data |= {name: changed[word] for name, word in shown.words.items() if word in changed}
    return ConstructForm(data, **given, top=kind in GENERALS)


@pytest.mark.parametrize("name", ["hubei-guangshui", "example-city", "org-work-ballot"])
def test_every_form_sent_back_unchanged_leaves_the_scheme(name: str) -> None:
    text = (FILES / f"{name}.yaml").read_text("utf-8")
    document = load(text).document
    draft = Draft(text)
    for place in places(draft):
        form = filled(draft, *place)
        assert form.is_valid(), (place, form.errors)
        table, new = draft.table(*place), form.table()
        table.clear()
        table.update(new)
    assert load(draft.text).document == document


def test_what_lies_deep_is_shown_without_brackets() -> None:
    deep = {
        "办法": "民主测评",
        "投票人": [{"类别": "委员", "权重": "60%"}, {"类别": "支部书记", "权重": "40%"}],
        "得分": 20,
    }
    assert in_words(deep) == "办法：民主测评；投票人：委员 60%、支部书记 40%；得分：20"


@pytest.mark.parametrize(
    "plain", ["20", "", "甲：乙", {"类别": "提案", "环节": ["立案", "重点"]}, ["一"], {"a": {"b": ["c"]}}, [{"x": "1"}]]
)
def test_cells_read_back(plain: object) -> None:
    assert expand(compact(plain)) == plain


def test_a_cell_that_means_nothing_is_refused() -> None:
    for text in ("类别：", "类别：提案；类别：信息", "{类别"):
        with pytest.raises(Unreadable):
            expand(text)


def blank(cast: Cast) -> SchemeText:
    return services_scheme.scheme_blank(actor=cast.assessor, body=cast.city, title="新办法", version="1")


def test_from_an_empty_frame_to_a_scheme_in_force(cast: Cast) -> None:
    text = blank(cast)
    assert scheme.parsed(text.text)[0] is not None, [one.told() for one in scheme.parsed(text.text)[1]]
    kind, index = services_scheme.construct_move(
        actor=cast.assessor, text=text, part=0, kind="clause", index=0, verb="add", row_version=1
    ) or ("", 0)
    text.refresh_from_db()
    assert scheme.parsed(text.text)[1], "the new clause lacks its article and its paper text"
    assert any(place.problems for place in table_of(text)[0].nodes)
    form = filled(
        Draft(text.text), 0, kind, index, 项目="提案", 条款="第二条", 原文="每件10分，最多30分。", 条件="类别：提案；环节：立案",
        分值="10", 封顶="30",
    )  # fmt: skip
    assert form.is_valid(), form.errors
    services_scheme.construct_write(
        actor=cast.assessor, text=text, part=0, kind=kind, index=index, table=form.table(), row_version=text.row_version
    )
    text.refresh_from_db()
    document, problems = scheme.parsed(text.text)
    assert document is not None, [one.told() for one in problems]
    assert services.scheme_adopt(actor=cast.leader, draft=text).effective_on is not None


def test_two_who_edit_at_once(cast: Cast) -> None:
    text = blank(cast)
    services_scheme.construct_move(
        actor=cast.assessor, text=text, part=0, kind="section", index=0, verb="add", row_version=1
    )
    with pytest.raises(Stale):
        services_scheme.construct_move(
            actor=cast.assessor, text=text, part=0, kind="section", index=0, verb="add", row_version=1
        )


def test_who_may_not_edit(cast: Cast) -> None:
    text = blank(cast)
    with pytest.raises(Refused):
        services_scheme.construct_move(
            actor=cast.member, text=text, part=0, kind="section", index=0, verb="add", row_version=1
        )


def test_the_workbook_comes_back_without_loss(cast: Cast) -> None:
    text = services_scheme.library_take(actor=cast.assessor, body=cast.city, name="hubei-guangshui")
    before = scheme.parsed(text.text)[0]
    data = services_scheme.book_of(text)
    assert services_scheme.book_take(actor=cast.assessor, text=text, data=data, name="x.xlsx", row_version=1) == []
    text.refresh_from_db()
    assert scheme.parsed(text.text)[0] == before
    told = services_scheme.book_take(actor=cast.assessor, text=text, data=b"no book", name="x.xlsx", row_version=2)
    assert told


def test_ten_published_rules_with_sources_readings_and_cases() -> None:
    shelf = library.shelf()
    assert len(shelf) >= 20
    assert all(one.source and one.sentences for one in shelf)
    names = {one.name for one in shelf}
    wanted = "hubei-guangshui shandong-jinan shanghai-minhang beijing-minjian anhui-county-city-aa jilin-yanbian"
    wanted += " yunnan-xuanwei zhejiang-shaoxing org-jingmen-party org-work-ballot org-zhuzhou-bonus"
    assert set(wanted.split()) <= names


def test_a_published_rule_becomes_a_draft_with_its_cases(cast: Cast) -> None:
    text = services_scheme.library_take(actor=cast.assessor, body=cast.city, name="shandong-jinan")
    again = services_scheme.library_take(actor=cast.assessor, body=cast.city, name="shandong-jinan")
    assert text.version != again.version and text.origin == "shandong-jinan"
    found = study(Study.objects.create(kind="cases", scheme=text, started_by="").pk)
    assert found.outcome["cases"] and not any(one["differences"] for one in found.outcome["cases"]), found.failure
    text.cases = text.cases.replace("总分: 95", "总分: 96")
    text.save()
    found = study(Study.objects.create(kind="cases", scheme=text, started_by="").pk)
    assert any(one["differences"] for one in found.outcome["cases"])


def with_check_in(cast: Cast) -> SchemeText:
    """A scheme with a clause on checking in, which a public rule forbids except where a named person allows it."""
    made = build.guangshui(2026).replace("类别: 为民服务, 属性: 重点企业项目", "类别: 打卡签到")
    return services.scheme_draft(actor=cast.assessor, body=cast.city, title="打卡", version="1", text=made)


def test_problems_and_findings_speak_the_language_of_the_page(cast: Cast, client: Client) -> None:
    """Words of the scheme and names stay; whatever the product says of them is in the reader's language."""
    good = with_check_in(cast)
    wrong = services.scheme_draft(
        actor=cast.assessor, body=cast.city, title="x", version="2", text=good.text.replace("迟报:", "迟到了:", 1)
    )
    (finding,) = [one for one in scheme.blocking(good.text) if one.code == "check_ins"]
    named = f"part={finding.scheme}&finding={finding.code}&node={finding.node}"
    said = {
        f"/schemes/{good.pk}/": ("is a ground for points (forced check-ins)", "作为计分依据（打卡签到）"),
        f"/schemes/{good.pk}/except/?{named}": ("rankings by points, online time", "积分排名、在线时长"),
        f"/schemes/{wrong.pk}/": ("has no meaning here", "这里不认识"),
        f"/schemes/{wrong.pk}/table/": ("Use one of the possible words", "请改成可写的词"),
        "/schemes/library/hubei-guangshui/": ("is a ground for points", "作为计分依据"),
    }
    for url, (english, chinese) in said.items():
        for language, here, absent in (("en", english, chinese), ("zh-hans", chinese, english)):
            actor = cast.leader if "/except/" in url else cast.assessor
            page = browser(client, actor, language).get(url).content.decode()
            assert here in page and absent not in page, (url, language)


def test_a_leader_signs_an_exception_where_the_rule_allows_it(cast: Cast) -> None:
    text = with_check_in(cast)
    (finding,) = [one for one in scheme.blocking(text.text) if one.code == "check_ins"]
    named = {"part": finding.scheme, "finding": finding.code, "node": finding.node}
    with pytest.raises(Refused):
        services_scheme.exception_sign(actor=cast.assessor, text=text, reason="应急", **named)
    text = services_scheme.exception_sign(actor=cast.leader, text=text, reason="应急值守场景", **named)
    assert not scheme.blocking(text.text)
    assert ExceptionSignature.objects.get().by_name == cast.leader.name
    services.scheme_adopt(actor=cast.leader, draft=text)


def test_an_exception_that_nobody_signed_here_does_not_count(cast: Cast) -> None:
    text = with_check_in(cast)
    (finding,) = [one for one in scheme.blocking(text.text) if one.code == "check_ins"]
    draft = Draft(text.text)
    row = {"例外": finding.code, "项目": finding.node, "签批人": "某领导", "日期": "2026-01-05", "理由": "写上去的"}
    draft.rows(0, "exception").append(row)
    services.scheme_write(actor=cast.assessor, draft=text, text=draft.text, row_version=1)
    text.refresh_from_db()
    with pytest.raises(Refused, match="没有人签署"):
        services.scheme_adopt(actor=cast.leader, draft=text)
