import pytest

from touyan.core.chinese import normal


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张　三", "张三"),
        (" 王 五 ", "王五"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提 ・ 吐尔逊", "买买提·吐尔逊"),
        ("张\u200b三\ufeff", "张三"),
        ("John   Smith", "John Smith"),
        ("龚\ue863", "龚䶮"),
        ("喆堃玥赟翀𬘡䶮", "喆堃玥赟翀𬘡䶮"),
        ("", ""),
    ],
)
def test_names_are_cleaned(typed: str, name: str) -> None:
    assert normal.clean_name(typed) == name


def test_faults_in_names() -> None:
    assert normal.name_fault("张三") == ""
    assert normal.name_fault("买买提·吐尔逊") == ""
    assert normal.name_fault("张3") == "3"
    assert normal.name_fault("张\ue001") == "\ue001"
    assert normal.name_fault("=张三") == "="


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("138 1234 5678", "13812345678"),
        ("＋８６-１３８１２３４５６７８", "13812345678"),
        ("0571-8512 3456", "057185123456"),
        ("(0571)85123456", "057185123456"),
        ("", ""),
        ("1381234567", None),
        ("一三八", None),
        ("1.38123E+10", None),
    ],
)
def test_telephones(typed: str, digits: str | None) -> None:
    assert normal.phone(typed) == digits


def test_codes_and_search_words_are_folded_text_is_not() -> None:
    assert normal.code(" ａｂ－１２ ") == "AB-12"
    assert normal.fold("ＡＩ　赋能，　开局") == "ai 赋能, 开局"
    assert normal.clean_name("张，三") == "张，三"


def test_masks() -> None:
    assert normal.mask_phone("13812345678") == "138****5678"
    assert normal.mask_phone("85123456") == "******56"
    assert normal.mask_phone("") == ""
    assert normal.mask_name("张三") == "张＊"
    assert normal.mask_name("欧阳修") == "欧阳＊"
    assert normal.mask_name("买买提·吐尔逊") == "买买＊＊＊＊"
