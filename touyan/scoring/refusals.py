"""Every reason why a scheme cannot run, in Chinese and in English (`touyan.scoring.checks` finds them)."""

from __future__ import annotations

from collections.abc import Iterable

from touyan.scoring.tongues import NONE, Both, listing

REFUSALS: dict[str, Both] = {
    "no_key": Both("条款没有标识，请给每个条款一个标识", "A clause has no key; give every clause one"),
    "key_twice": Both("标识重复，请改其中一个", "The key is used twice; change one of the two"),
    "acting_key": Both(
        "门槛、否决项的标识重复或含有空格，请改",
        "The key of a gate or veto is used twice or holds a space; change it",
    ),
    "acting_many": Both(
        "门槛和否决项合计不能超过 {most} 项，请合并", "More than {most} gates and vetoes; put some of them together"
    ),
    "row_twice": Both("分值表里有两行标识相同，请改", "Two rows of 「分值」 have one key; change one of the two"),
    "clauses_many": Both(
        "条款超过 {most} 项，请分成几部细则", "More than {most} clauses; split the text into several schemes"
    ),
    "no_attribute": Both(
        "条件里没有“{name}”这个属性；可用：{possible}", "A condition knows no 「{name}」; possible: {possible}"
    ),
    "no_values": Both("属性“{name}”没有列出任何值", "「{name}」 lists no value; add one"),
    "no_list": Both(
        "不能按“{name}”分组排序；可用：{possible}", "No list can be made by 「{name}」; possible: {possible}"
    ),
    "few_exclusive": Both("互斥组至少要有两个不同的条款", "「不重复」 needs at least two different clauses"),
    "no_such": Both("引用了不存在的“{name}”；可用：{possible}", "There is no 「{name}」; possible: {possible}"),
    "not_yet": Both(
        "读取了“{name}”的得分，但它排在后面；请把它移到前面",
        "It reads the points of 「{name}」, which stands further down; move that up",
    ),
    "total_out": Both(
        "总分不能写“计入：否”，请删去；只算不计入的请写成其中一个部分",
        "The whole cannot say 「计入: 否」; delete it, and make a part of what is computed but not counted",
    ),
    "own_total": Both("细则不能引用自己的总分", "A scheme cannot import its own total"),
    "wrong_rate": Both(
        "分值“{name}”为负或上下限颠倒；扣分请用扣分条款",
        "The row 「{name}」 is negative or its range runs backwards; points are taken by a clause of 「性质: 扣分」",
    ),
    "wrong_extra": Both(
        "附加“{name}”为负；扣分请用扣分条款",
        "The extra 「{name}」 is negative; points are taken by a clause of 「性质: 扣分」",
    ),
    "steps": Both("档次表为空或没有从低到高排列", "The table of steps is empty or does not rise; put it in order"),
    "no_table": Both("分值表是空的", "The table of points is empty; fill it in"),
    "place": Both(
        "“第几项起”至少是 1，“末几名”不能为负", "The first unit that counts is at least 1, the last places at least 0"
    ),
    "reach": Both("应达到的数量不能为负", "The count to reach cannot be negative"),
    "spread": Both("分布要求的期数至少是 1", "A spread needs at least 1 period"),
    "each": Both("每差多少必须大于 0", "The step of a difference must be more than 0"),
    "panel": Both(
        "去掉的份数不能为负，按平均名次计分要有分值表",
        "The marks dropped cannot be negative, and points by mean rank need a table",
    ),
    "weights": Both(
        "测评项目或投票人类别的权重合计必须大于 0",
        "The weights of questions, and those of classes of voters, must add up to more than 0",
    ),
    "no_valid": Both("没有一个选项计入有效票", "No choice counts as a valid ballot; let one count"),
    "float": Both(
        "分值里出现了浮点数；请用万分之一分的整数", "A floating number among the points; use whole 1/10,000 of a point"
    ),
    "too_much": Both(
        "数值 {value} 超出范围（万分之一分计，不超过 {most}）",
        "{value} is beyond the limit of {most}, in 1/10,000 of a point",
    ),
    "rounding": Both("取整单位至少是万分之一分", "The unit of rounding is at least 1/10,000 of a point"),
    "ratio": Both(
        "比例 {over}/{under} 不成立；分子 0 至 1000000，分母 1 至 1000000",
        "{over}/{under} is no ratio; possible: 0 to 1000000 over 1 to 1000000",
    ),
    "grade_twice": Both("两个等次用了同一个标识", "Two grades have one key; change one of the two"),
    "no_limit": Both(
        "限制到的等次“{name}”不存在；可用：{possible}",
        "It limits to the grade 「{name}」, which is not there; possible: {possible}",
    ),
    "quota_grade": Both(
        "名额所指的等次不存在；可用：{possible}", "A quota is for a grade that is not there; possible: {possible}"
    ),
    "quota_negative": Both("名额不能为负", "A quota cannot be negative"),
    "consequence": Both(
        "后续处理要么按等次，要么按条件，二者选一", "A consequence follows grades or a condition; choose one of the two"
    ),
    "no_grade": Both("等次“{name}”不存在；可用：{possible}", "There is no grade 「{name}」; possible: {possible}"),
    "backwards": Both("起始日 {start} 晚于截止日 {end}", "The first day {start} is later than the last day {end}"),
    "scheme_twice": Both("两部细则用了同一个标识，请改其中一个", "Two schemes have one key; change one of the two"),
    "circle": Both("细则互相引用成环，请断开其中一处", "The schemes import each other in a circle; break it"),
}


def refusal(code: str, **facts: object) -> Both:
    """The reason with its facts."""
    return REFUSALS[code].filled(facts)


def choice(names: Iterable[str]) -> Both:
    """What was possible, one after the other; says so when there is nothing."""
    found = listing(names)
    return Both("（无）", "none") if found == NONE else found
