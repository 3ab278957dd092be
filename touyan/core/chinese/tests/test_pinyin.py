import pytest

from touyan.core.chinese.pinyin import initials, pinyin, pinyin_key


@pytest.mark.parametrize(
    ("name", "reading", "letters"),
    [
        ("单晓明", "shanxiaoming", "sxm"),
        ("曾国", "zengguo", "zg"),
        ("区志", "ouzhi", "oz"),
        ("查良镛", "zhaliangyong", "zly"),
        ("翟墨", "zhaimo", "zm"),
        ("覃超", "qinchao", "qc"),
        ("仇英", "qiuying", "qy"),
        ("朴志", "piaozhi", "pz"),
        ("解放", "xiefang", "xf"),
        ("任意", "renyi", "ry"),
        ("万俟雪", "moqixue", "mqx"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("长孙无忌", "zhangsunwuji", "zswj"),
        ("澹台月", "tantaiyue", "tty"),
        ("吕不韦", "lvbuwei", "lbw"),
        ("张喆", "zhangzhe", "zz"),
        ("龚䶮", "gongyan", "gy"),
        ("John Smith", "johnsmith", "j"),
    ],
)
def test_surnames_are_read_as_surnames(name: str, reading: str, letters: str) -> None:
    assert pinyin(name) == reading
    assert initials(name) == letters


def test_a_given_name_is_read_as_running_text() -> None:
    assert pinyin("李单") == "lidan"


def test_a_persons_own_word_wins() -> None:
    assert pinyin("覃超", reading="tan chao") == "tanchao"
    assert pinyin_key("覃超", reading="tan2 chao1").startswith("tan2")


def test_keys_order_by_syllable_not_by_letter() -> None:
    assert pinyin_key("西安") < pinyin_key("先")
    assert pinyin_key("安一") < pinyin_key("单一") < pinyin_key("曾一")


def test_equal_sounds_keep_surnames_together() -> None:
    mixed = ["章安", "张白", "章白", "张安"]
    assert sorted(mixed, key=pinyin_key) == ["张安", "张白", "章安", "章白"]


def test_keys_are_plain() -> None:
    for name in ("欧阳修", "买买提·吐尔逊", "John Smith", "张𬘡", "吕"):
        assert pinyin_key(name).isalnum() and pinyin_key(name).isascii()
