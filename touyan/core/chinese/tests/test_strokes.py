"""姓氏笔画 by the rule's own examples."""

import pytest

from touyan.core.chinese.strokes import EmptySecond, stroke_key, strokes, unplaced


def in_order(names: list[str], empty_second: EmptySecond = EmptySecond.FIRST) -> list[str]:
    return sorted(names, key=lambda name: stroke_key(name, empty_second=empty_second))


def test_surnames_by_count_then_form() -> None:
    rule = list("丁卜刁于万上马王元韦云木支尤车戈牛毛")
    assert in_order(rule[::-1]) == rule


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("王小明", "文小明"),  # four strokes: 横 before 点
        ("林小明", "欧小明"),  # eight strokes, both 横: then 竖 before 撇
        ("丁一", "王一"),  # two before four
        ("欧阳修", "尉迟恭"),  # compound surnames by their first character: 8 before 11
        ("刘大", "刘小"),  # same surname: next character, 横 before 竖
    ],
)
def test_pairs_of_the_rule(first: str, second: str) -> None:
    assert in_order([second, first]) == [first, second]


def test_a_single_given_name_stands_first_or_in_turn() -> None:
    assert in_order(["田大利", "田富"]) == ["田富", "田大利"]
    assert in_order(["田富", "田大利"], EmptySecond.LAST) == ["田大利", "田富"]


def test_keys_are_digits_so_that_every_database_agrees() -> None:
    for name in ("张三", "欧阳修", "买买提·吐尔逊", "John Smith", "䶮", "𬘡", "𠮷野", "！"):
        key = stroke_key(name)
        assert key.isascii() and key.isdigit() and len(key) % 8 == 0


def test_rare_characters_have_their_place() -> None:
    counts = {"喆": 12, "堃": 11, "玥": 8, "赟": 16, "翀": 10, "𬘡": 9, "䶮": 9}
    assert {char: strokes(char) for char in counts} == counts
    assert unplaced("喆堃玥赟翀𬘡䶮") == ""


def test_a_character_outside_the_table_ends_its_count_and_is_told() -> None:
    assert unplaced("张𠮷") == "𠮷"
    assert strokes("𠮷") == 6
    assert in_order(["张羽", "张𠮷", "张吉"]) == ["张吉", "张羽", "张𠮷"]
    assert stroke_key("张江") < stroke_key("张𠮷") < stroke_key("张李")


def test_a_person_may_be_placed_under_another_spelling() -> None:
    assert stroke_key("张𠮷", stand_in="张吉") == stroke_key("张吉")


def test_what_is_not_han_stands_last() -> None:
    assert in_order(["John Smith", "龚自珍"]) == ["龚自珍", "John Smith"]
    assert strokes("A") is None


def test_no_two_characters_share_a_place() -> None:
    from touyan.core.chinese.strokes import _places

    places = _places()
    assert len(places) > 8_000
    assert len(set(places.values())) == len(places)
