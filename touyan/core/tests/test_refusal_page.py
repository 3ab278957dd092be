"""A refusal says what was wrong and where, leads back, and loses nothing that was typed."""

from __future__ import annotations

import pytest
from django import forms
from django.test import RequestFactory
from django.utils import translation

from touyan.core import errors
from touyan.core.errors import Refused, mistakes


class Decision(forms.Form):
    words = forms.CharField(label="议定事项", max_length=5)
    minutes = forms.IntegerField(label="大约多少分钟", max_value=60)
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲")])


def page(referer: str = "", **sent: str) -> str:
    request = RequestFactory(headers={"referer": referer} if referer else {}).post("/meetings/8/decisions/", sent)
    return errors.page(request, Refused("请写明理由。")).content.decode()


def test_what_was_typed_stands_on_the_page() -> None:
    shown = page(
        words="联合走访十家小微企业",
        minutes="60",
        once="a3f0" * 8,
        kind="form",
        new_password="我的密码很长",
        due="2026-12-11",
    )
    assert "联合走访十家小微企业" in shown and "没有保存" in shown
    for hidden in ("a3f0", "我的密码很长", "2026-12-11"):
        assert hidden not in shown
    assert "没有保存" not in page(minutes="60")


def test_the_way_back_is_the_page_of_the_form() -> None:
    assert 'href="/meetings/8/?tab=2" data-back' in page("http://testserver/meetings/8/?tab=2")
    for elsewhere in ("", "https://example.com/meetings/8/", "javascript:alert(1)"):
        assert "data-back" not in page(elsewhere)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"words": "六个字太长了", "minutes": "30", "kind": "a"}, "议定事项：最多 5 个字，现在有 6 个，请缩短一些。"),
        ({"words": "走访", "minutes": "半小时", "kind": "a"}, "大约多少分钟：请填整数，不带文字和小数点。"),
        ({"words": "走访", "minutes": "90", "kind": "a"}, "大约多少分钟：不能大于 60。"),
        ({"words": "走访", "minutes": "30", "kind": "b"}, "类别：“b”不在可选的范围内，请从列出的选项中选。"),
        ({"words": "", "minutes": "30", "kind": "a"}, ""),
    ],
)
def test_each_mistake_is_named_with_its_field(sent: dict[str, str], said: str) -> None:
    with translation.override("zh-hans"):
        assert mistakes(Decision(sent)) == said


def test_what_is_missing_is_said_in_the_words_of_the_house() -> None:
    with translation.override("zh-hans"):
        assert Decision({"minutes": "1", "kind": "a"}).errors["words"] == ["这一项要填写。"]
