"""Every sentence about a wrong file, in Chinese and in English: what is wrong, and what to do."""

from __future__ import annotations

from typing import NamedTuple

from touyan.scoring.tongues import Both


class Message(NamedTuple):
    """What is wrong and what to do, with {names} filled from the problem."""

    what: Both
    todo: Both


def _message(what: str, todo: str, what_english: str, todo_english: str) -> Message:
    return Message(Both(what, what_english), Both(todo, todo_english))


MESSAGES: dict[str, Message] = {
    # the text itself
    "empty": _message(
        "文件是空的", "请写入方案，可从现成方案复制一份改起", "The file is empty", "Start from a copy of a scheme"
    ),
    "too_large": _message(
        "文件过大，最多 {most} 字节",
        "请把不同办法分成几个文件",
        "The file exceeds {most} bytes",
        "Split it into several files",
    ),
    "too_many": _message(
        "内容过多，最多 {most} 个词",
        "请把不同办法分成几个文件",
        "The file holds more than {most} words",
        "Split it into several files",
    ),
    "too_deep": _message(
        "嵌套过深，最多 {most} 层", "请减少层次", "Nested deeper than {most} levels", "Use fewer levels"
    ),
    "yaml": _message(
        "写法有误，读到这里读不下去（{why}）",
        "请检查这一行和上一行：冒号后留一个空格，同级对齐，引号成对，不用制表符缩进",
        "Not readable as YAML ({why})",
        "Check this line and the one above: a space after each colon, equal indentation, paired quotes, no tabs",
    ),
    "second_document": _message(
        "一个文件里只能有一份内容",
        "请删去分隔线 --- 之后的部分，或另存为一个文件",
        "A second document begins here",
        "Move it to a file of its own",
    ),
    "alias": _message(
        "不能用 * 引用别处的内容", "请把内容写全", "References (*) are not allowed", "Write the content out"
    ),
    "anchor": _message("不能用 & 做标记", "请删去标记", "Anchors (&) are not allowed", "Remove the anchor"),
    "tag": _message("不能用 ! 指定类型", "请删去以 ! 开头的部分", "Tags (!) are not allowed", "Remove the tag"),
    "duplicate": _message("“{word}”写了两次", "请只留一处", "「{word}」 is written twice", "Keep one of them"),
    "odd_key": _message(
        "冒号前应是一个词", "请改成一个词", "A word is expected before the colon", "Write a single word"
    ),
    "not_a_book": _message(
        "不是可读的工作簿（{why}）",
        "请用本系统导出的 .xlsx 修改后再上传",
        "Not a readable workbook ({why})",
        "Use an .xlsx exported from here",
    ),
    "engine": _message("{why}", "请按上面所说修改", "{why}", "Change it as said"),
    # words and values
    "unknown": _message(
        "这里不认识“{word}”",
        "请改成可写的词，或删去这一行",
        "「{word}」 has no meaning here",
        "Use one of the possible words or remove the line",
    ),
    "missing": _message("缺少“{word}”", "请补上", "「{word}」 is missing", "Add it"),
    "missing_basis": _message(
        "没有写明依据：缺少“{word}”",
        "请照纸面办法抄录；原文看不到的，写“（原文未见）”并在“约定”里说明按什么处理",
        "The basis is not given: 「{word}」 is missing",
        "Copy it from the rule; where the text is not visible, write so and state under 「约定」 what was assumed",
    ),
    "silent": _message(
        "办法没有说定：{question}",
        "请在“{word}”里选定一种{common}，并在“约定”里注明理由",
        "The rule leaves this open: {question}",
        "Choose one under 「{word}」{common}, and say why under 「约定」",
    ),
    "silent_excused": _message(
        "办法没有说定：请假的怎么算（{values}已写明，请假没有写）",
        "请选定一种：在“分值”里加一档“情形: {{结果: 请假}}”写明得（扣）几分（不得不扣写 0）；"
        "或在“条件”里写“结果不是: 请假”，表示请假不算",
        "The rule leaves open what an excused absence is worth ({values} are named, 「请假」 is not)",
        "Choose: add a row 「情形: {{结果: 请假}}」 with its points (0 for none), or write 「结果不是: 请假」 under 「条件」",
    ),
    "two_ways": _message(
        "{words}只能写其中一个", "请只留一个", "Only one of {words} may be written", "Keep one of them"
    ),
    "not_with": _message(
        "“{word}”在这里不起作用：只有{only}时才写",
        "请删去“{word}”，或改动前面的选择",
        "「{word}」 has no effect here: it belongs to {only}",
        "Remove 「{word}」 or change the choice it belongs to",
    ),
    "expected_table": _message(
        "“{word}”应是若干“词: 内容”",
        "请分行写成“词: 内容”",
        "「{word}」 should hold words and their contents",
        "Write lines of 「word: content」",
    ),
    "expected_list": _message(
        "“{word}”应是一列内容",
        "请每条前加“- ”，或写成 [甲, 乙]",
        "「{word}」 should be a list",
        "Begin each entry with 「- 」, or write [a, b]",
    ),
    "expected_word": _message(
        "“{word}”应是一个词或一个数", "请写成一个值", "「{word}」 should be one word or number", "Write one value"
    ),
    "blank": _message("“{word}”后面是空的", "请填写", "「{word}」 is blank", "Fill it in"),
    "not_text": _message(
        "文字过长或含有看不见的字符（最多 {most} 字）",
        "请缩短或重新输入",
        "The text is too long or holds invisible characters (at most {most})",
        "Shorten it or type it anew",
    ),
    "not_key": _message(
        "“{text}”不能做代号：须为 1 至 40 个汉字、字母、数字，可含 - _ ·（），不含空格和冒号",
        "请改写",
        "「{text}」 cannot be a key: 1 to 40 letters, digits, Chinese characters, - _ · ( ), without spaces or colons",
        "Change it",
    ),
    "not_number": _message(
        "“{text}”不是可用的数：应为数字，最多 4 位小数，不带单位",
        "请写成如 20、-1.5、0.25",
        "「{text}」 is not a number with at most 4 decimals and without unit",
        "Write it like 20, -1.5, 0.25",
    ),
    "not_whole": _message(
        "“{text}”应为整数", "请写成如 1、3、10", "「{text}」 should be a whole number", "Write it like 1, 3, 10"
    ),
    "out_of_range": _message(
        "“{text}”超出范围：应在 {low} 至 {high} 之间", "请改正", "「{text}」 lies outside {low} to {high}", "Correct it"
    ),
    "not_fraction": _message(
        "“{text}”不是可用的比例", "请写成如 30%、1/2、0.5", "「{text}」 is not a ratio", "Write it like 30%, 1/2, 0.5"
    ),
    "not_date": _message(
        "“{text}”不是日期", "请写成如 2017-03-08", "「{text}」 is not a date", "Write it like 2017-03-08"
    ),
    "not_window": _message(
        "“{text}”不是起止日期",
        "请写成如 2017-01-01 至 2017-12-31，或 2017 年度",
        "「{text}」 is no span of days",
        "Write it like 「2017-01-01 至 2017-12-31」, or 「2017 年度」",
    ),
    "backwards": _message(
        "“{text}”先后颠倒", "请把早的写在前面", "「{text}」 runs backwards", "Put the earlier day first"
    ),
    "not_choice": _message(
        "“{text}”不在可选之列", "请改成可写的词", "「{text}」 is not among the choices", "Use one of the possible words"
    ),
    "not_rounding": _message(
        "“{text}”不是取整办法",
        "请写成如 四舍五入到0.01、只舍不入到1、不另取整",
        "「{text}」 is no way of rounding",
        "Write it like 「四舍五入到0.01」, 「只舍不入到1」, 「不另取整」",
    ),
    "not_range": _message(
        "“{text}”不是分数范围", "请写成如 0 至 10", "「{text}」 is no range of marks", "Write it like 「0 至 10」"
    ),
    "too_short": _message("“{word}”至少要有一条", "请补上", "「{word}」 needs at least one entry", "Add one"),
    "too_long": _message("“{word}”最多 {most} 条", "请减少", "「{word}」 may have at most {most} entries", "Use fewer"),
    # the scheme as a whole
    "same_key": _message(
        "代号“{text}”已在第 {line} 行用过",
        "请换一个代号",
        "The key 「{text}」 was used in line {line}",
        "Choose another key",
    ),
    "no_such": _message(
        "没有代号为“{text}”的{what}",
        "请改成可写的代号",
        "There is no {what} with the key 「{text}」",
        "Use one of the possible keys",
    ),
    "not_yet": _message(
        "“{text}”在这里还没有算出来",
        "只能引用写在前面的项目和部分的得分；请调整次序，或改看数量",
        "「{text}」 is not finished here",
        "Only points of what stands before may be read: reorder, or read the count",
    ),
    "circle": _message(
        "方案“{text}”绕回到自己", "请断开引用", "The scheme 「{text}」 refers back to itself", "Break the circle"
    ),
    "not_rising": _message("各档应由低到高，后一档须大于前一档", "请重新排列", "Steps must rise", "Reorder them"),
}
