"""Pictures: nobody's words become markup, each has a name and a table, the same data gives the same drawing."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from touyan.core import pictures as p
from touyan.core.pictures import draw
from touyan.core.pictures.board import STATES
from touyan.core.pictures.rhythm import BEATS
from touyan.core.tests import kit_pictures

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '"><script>alert(1)</script><a href="javascript:x">&amp;\x00\x07\ud800张三'


def every(*, narrow: bool = False) -> list[p.Picture]:
    return [make(narrow=narrow) for make in kit_pictures.WIDE_AND_NARROW] + [make() for make in kit_pictures.SINGLE]


def hostile() -> list[p.Picture]:
    """Every picture with hostile words in every place that takes words."""
    h, url = HOSTILE, "javascript:alert(1)"
    words = {"title": h, "desc": h}
    made = []
    for narrow in (False, True):
        made += [
            p.plan_board(
                [p.BoardRow(h, [p.Cell("late", 0, 3, url), p.Cell(h)], url, h)], columns=[h, h], **words, narrow=narrow
            ),
            p.organization_chart(
                p.Node(h, "", url, h, [p.Node(h, "office", url, h, [p.Node(h, h)])]),
                lower=[p.Node(h, "", url, h)],
                lower_name=h,
                **words,
                narrow=narrow,
            ),
            p.rhythm([p.Promise(h, [p.Beat(7.5, h, h, url)])], ticks=[h], **words, narrow=narrow),
            p.flight([(h, [p.Bird(h, h, h, h, url), p.Bird(h)])], **words, narrow=narrow),
            p.chain(
                [p.Link("a", h, h, h, url), p.Link("b", h, h, h, url, adopted=True)],
                [("a", "b"), ("a", "nobody")],
                **words,
                narrow=narrow,
            ),
            p.web(
                [p.Unit("a", h, h, url), p.Unit("b", h)], [("a", "b", 3), ("a", "nobody", 1)], **words, narrow=narrow
            ),
            p.brand_contents(p.Contents(h, h, h, h, [h] * 9, [h] * 5, [h]), title=h, desc=h, narrow=narrow),
            p.bars([(h, 3), (h, None)], unit=h, **words, narrow=narrow),
            p.stacked([h], [(h, [3])], unit=h, limit=2, **words, narrow=narrow),
            p.lines([h, h], [(h, [3, None])], unit=h, **words, narrow=narrow),
        ]
    return [*made, p.radar([h, h, h], [(h, [1, None, 999])], **words), p.spark([1, None], title=h, unit=h)]


def test_hostile_words_never_become_markup() -> None:
    for picture in hostile():
        root = ET.fromstring(picture.svg)
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags <= {
            "svg",
            "title",
            "desc",
            "g",
            "a",
            "rect",
            "circle",
            "line",
            "path",
            "polygon",
            "polyline",
            "text",
        }
        assert not [e for e in root.iter() if any(name.startswith("on") or name == "style" for name in e.attrib)]
        assert not [e for e in root.iter() if e.get("href")], "an address that is not ours is not drawn"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "//elsewhere.example/", "https://elsewhere.example/", " /x", "/a b", "/\\elsewhere", ""],
)
def test_only_addresses_of_this_site_are_linked(url: str) -> None:
    canvas = p.Canvas(10, 10)
    with canvas.link(url, "x"):
        canvas.text(0, 0, "x")
    assert "<a " not in canvas.picture(title="t", desc="", columns=[], rows=[]).svg


def test_addresses_of_this_site_are_linked() -> None:
    canvas = p.Canvas(10, 10)
    with canvas.link("/units/1/?year=2026", "x"):
        canvas.text(0, 0, "x")
    assert 'href="/units/1/?year=2026"' in canvas.picture(title="t", desc="", columns=[], rows=[]).svg


@pytest.mark.parametrize("narrow", [False, True])
def test_every_picture_has_a_name_a_sentence_and_a_table(narrow: bool) -> None:
    for picture in every(narrow=narrow):
        root = ET.fromstring(picture.svg)
        assert root[0].tag == f"{SVG}title" and root[0].text == picture.title
        assert root[1].tag == f"{SVG}desc" and root[1].text == picture.desc
        assert root.get("aria-label", "").startswith(picture.title)
        linked = root.find(f".//{SVG}a") is not None
        assert root.get("role") == ("group" if linked else "img"), (
            "a picture with links is not one image to a screen reader"
        )
        assert picture.rows and all(len(row) == len(picture.columns) for row in picture.rows)


@pytest.mark.parametrize("narrow", [False, True])
def test_nothing_is_drawn_outside_the_sheet(narrow: bool) -> None:
    for picture in every(narrow=narrow):
        root = ET.fromstring(picture.svg)
        assert root.get("viewBox") == f"0 0 {picture.width} {picture.height}"
        if narrow and picture.title not in ("研究室的六型", "同心先锋的品牌内涵"):
            assert picture.width <= 372, picture.title
        for box in root.iter(f"{SVG}rect"):
            assert (
                float(box.get("x", 0)) >= -1
                and float(box.get("x", 0)) + float(box.get("width", 0)) <= picture.width + 1
            ), picture.title
            assert float(box.get("y", 0)) + float(box.get("height", 0)) <= picture.height + 1, picture.title
        for words in root.iter(f"{SVG}text"):
            assert 0 <= float(words.get("y", 0)) <= picture.height + 1, (picture.title, words.text)


def test_the_same_data_gives_the_same_drawing() -> None:
    assert [a.svg for a in every()] == [b.svg for b in every()]


def test_a_value_that_is_missing_is_said_and_not_drawn_as_nought() -> None:
    shown = p.radar(["甲", "乙", "丙"], [("2026年", [1, None, Decimal("2.5")])], title="t", desc="d")
    assert ("乙", "—") in shown.rows
    assert len(ET.fromstring(shown.svg).findall(f".//{SVG}circle")) == 3, "two points and the mark of the legend"


def test_states_differ_in_shape_and_not_only_in_colour() -> None:
    for table in (STATES, BEATS):
        shapes = [shape for shape, _colour in table.values()]
        assert len(set(shapes)) == len(shapes)
        assert set(shapes) <= set(draw.MARKS)


def test_empty_data_is_still_a_picture() -> None:
    empty = [
        p.plan_board([], columns=[], title="t", desc=""),
        p.organization_chart(p.Node("党组"), title="t", desc=""),
        p.rhythm([], ticks=[], title="t", desc=""),
        p.flight([], title="t", desc=""),
        p.chain([], [], title="t", desc=""),
        p.web([], [], title="t", desc=""),
        p.bars([], title="t", desc=""),
        p.stacked([], [], title="t", desc=""),
        p.lines([], [], title="t", desc=""),
        p.radar([], [], title="t", desc=""),
        p.spark([], title="t"),
    ]
    for picture in empty:
        assert ET.fromstring(picture.svg).get("viewBox")


def test_long_words_are_cut_to_their_room() -> None:
    assert draw.fit("协商" * 40, 100, 13).endswith("…")
    assert draw.width_of(draw.fit("协商" * 40, 100, 13), 13) <= 113
    assert draw.wrap("一二三四五六七八", 40, 10, 2) == ["一二三四", "五六七八"]
    assert draw.wrap("", 40, 10, 2) == []


def test_pictures_speak_the_language_of_the_page() -> None:
    with translation.override("en"):
        picture = kit_pictures.board()
    assert picture.columns[0] == "Unit"
    assert "已完成" not in picture.svg


def test_the_part_shows_both_drawings_and_one_table() -> None:
    page = render_to_string(
        "core/_picture.html", {"picture": kit_pictures.house(), "narrow": kit_pictures.house(narrow=True)}
    )
    assert page.count("<svg ") == 2 and page.count("<table") == 1
    assert "&lt;svg" not in page
