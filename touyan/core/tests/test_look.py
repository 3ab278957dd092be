"""The parts every page is made of: they render, they name what they show, they write dates and numbers as an office does."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from touyan.core.templatetags import look
from touyan.core.tests import kit
from touyan.core.words import month_words

CORE = Path(look.__file__).resolve().parents[1]
TODAY = dt.date(2026, 11, 22)


def render(text: str, **context: object) -> str:
    return engines["django"].from_string(text).render(context)


@pytest.mark.parametrize(
    ("due", "done", "expected"),
    [
        (dt.date(2026, 11, 19), False, ("late", "已过期 3 天")),
        (dt.date(2026, 11, 22), False, ("due", "今天到期")),
        (dt.date(2026, 11, 29), False, ("due", "还有 7 天")),
        (dt.date(2026, 11, 30), False, ("info", "11月30日前")),
        (dt.date(2026, 11, 19), True, ("done", "已完成")),
        (None, False, ("info", "不限期")),
    ],
)
def test_lateness_is_said_in_days(due: dt.date | None, done: bool, expected: tuple[str, str]) -> None:
    assert look.lateness(due, today=TODAY, done=done) == expected


def test_dates_and_numbers_follow_the_language() -> None:
    assert look.cn_date(TODAY) == "2026年11月22日"
    assert look.cn_day(TODAY) == "11月22日 周日"
    assert look.cn_when(dt.datetime(2026, 11, 22, 6, 30, tzinfo=dt.UTC)) == "2026年11月22日 14:30"
    assert (look.num(1248), look.num("—"), look.num(None)) == ("1,248", "—", "")
    with translation.override("en"):
        assert look.cn_date(TODAY) == "22 Nov 2026"


def test_points_are_kept_in_ten_thousandths() -> None:
    assert [look.points(n) for n in (835000, 10000, 0, -5000, 1, None)] == ["83.5", "1", "0", "-0.5", "0.0001", ""]


def test_hostile_words_are_escaped_in_every_part() -> None:
    hostile = "<script>alert(1)</script>"
    for text in (
        '{% badge "late" w %}',
        '{% include "core/_fact_card.html" with title=w %}',
        '{% include "core/_number.html" with label=w value=w %}',
    ):
        assert "<script>" not in render(text, w=hostile)


def test_title_is_said_once_and_shown_twice() -> None:
    page = render('{% extends "core/base.html" %}{% block title %}名册{% endblock %}')
    assert re.search(r"<title>名册 · 头雁</title>", page)
    assert re.search(r"<h1>名册</h1>", page)


def test_the_once_key_and_the_version_travel_with_a_form() -> None:
    assert 'name="once" value="abc"' in render("{% once %}", once_token="abc")
    assert 'value="1234"' in render("{% version v %}", v=1234)


def test_every_icon_that_is_named_exists() -> None:
    """Templates and menus name icons by hand; a name the sprite does not hold would show as `info`."""
    house = CORE.parent
    texts = [p.read_text() for p in house.rglob("templates/**/*.html")]
    named = {name for text in texts for name in re.findall(r'{% icon "([\w-]+)"', text)}
    named |= {
        m for p in house.glob("*/menu.py") for m in re.findall(r'Entry\([^,]+, "[\w]+", "([\w-]+)"', p.read_text())
    }
    assert len(named) > 15
    assert {n for n in named if look.known_icon(n) == "info" and n != "info"} == set()


def test_the_page_of_all_parts_renders_in_both_languages() -> None:
    request = RequestFactory().get("/kit/?page=3&line=a")
    for code in ("zh-hans", "en"):
        with translation.override(code):
            page = render_to_string("core/kit.html", kit.context(), request=request)
        assert "data-label=" in page
        assert "page=4" in page and "line=a" in page, "the pager keeps the other parameters"


def test_nothing_is_fetched_from_elsewhere() -> None:
    static = CORE / "static" / "touyan"
    for name in ("touyan.css", "shell.css", "forms.css", "parts.css", "print.css", "touyan.js"):
        assert not re.search(r"https?://(?!www\.w3\.org)", (static / name).read_text()), name
    assert not re.search(r"(src|href)=.https?://", (CORE / "templates/core/base.html").read_text())


def test_an_empty_choice_says_please_choose() -> None:
    """Django's row of hyphens is never shown."""
    form = kit.SampleForm()
    form.fields["kind"].choices = [("", "---------"), ("1", "主题党日")]
    assert "请选择" in str(form["kind"])
    assert "----" not in str(form["kind"])


def test_a_month_is_named_in_the_language_of_the_page() -> None:
    with translation.override("zh-hans"):
        assert (month_words(3), month_words(3, 2026)) == ("3月", "2026年3月")
    with translation.override("en"):
        assert (month_words(3), month_words(3, 2026)) == ("Mar", "Mar 2026")


class Folding(forms.Form):
    """A form that keeps one field, and one that is not there, behind a line."""

    folds = (("more", ("rare",)), ("nothing", ("gone",)))
    plain = forms.CharField()
    rare = forms.CharField()


def test_folded_fields_stay_in_the_form_and_open_when_something_is_wrong() -> None:
    fresh, wrong, elsewhere = Folding(), Folding({"plain": "x", "rare": ""}), Folding({"plain": "", "rare": "x"})
    assert [field.name for field in look.unfolded(fresh)] == ["plain"]
    assert [(fold.words, [f.name for f in fold.fields], fold.open) for fold in look.folds(fresh)] == [
        ("more", ["rare"], False)
    ]
    assert [fold.open for fold in [*look.folds(wrong), *look.folds(elsewhere)]] == [True, False]
    assert 'name="rare"' in render_to_string("core/_form.html", {"form": fresh})


def test_one_is_one_in_english_and_a_short_date_is_read_by_its_reader() -> None:
    with translation.override("en"):
        assert [look.unit_of("items", 1), look.unit_of("people", "1"), look.unit_of("items", 2)] == [
            "item",
            "person",
            "items",
        ]
        assert look.short_date(TODAY) == "22 Nov"
    with translation.override("zh-hans"):
        assert (look.unit_of("项", 1), look.short_date(TODAY)) == ("项", "11.22")


def test_a_span_says_its_day_once() -> None:
    begins = dt.datetime(2026, 11, 22, 14, 30)
    assert look.cn_until(begins, begins.replace(hour=16)) == "2026年11月22日 14:30—16:30"
    assert look.cn_until(begins, begins.replace(day=23)) == "2026年11月22日 14:30—2026年11月23日 14:30"
