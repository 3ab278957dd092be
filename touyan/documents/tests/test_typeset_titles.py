"""A title is broken where no word is cut, into lines of like length."""

import pytest

from touyan.documents.typeset.titles import WIDE, title_lines

TITLES = [
    "关于印发《二〇二六年度政协党建与履职融合工作计划》并做好各分党组组织实施工作的通知",
    "关于示例市政协全体党员委员开展“同心向党”品牌精品案例评选活动结果的通报",
    "中国人民政治协商会议示例市第十四届委员会常务委员会第三次会议纪要",
]


@pytest.mark.parametrize("title", TITLES)
def test_nothing_is_lost_and_nothing_too_long(title):
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(0 < len(line) <= WIDE for line in lines)
    assert max(map(len, lines)) - min(map(len, lines)) <= 6


@pytest.mark.parametrize("title", TITLES)
def test_no_common_word_is_cut(title):
    joints = {a[-1] + b[0] for a, b in zip(title_lines(title), title_lines(title)[1:], strict=False)}
    assert not joints & {"通知", "工作", "委员", "会议", "印发", "组织", "评选", "常务", "政协"}


def test_a_short_title_stays_on_its_line_and_a_typed_break_is_kept():
    assert title_lines("关于召开常委会会议的通知") == ["关于召开常委会会议的通知"]
    assert title_lines("示例市政协\n年度工作要点") == ["示例市政协", "年度工作要点"]
