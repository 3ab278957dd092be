"""A ballot's questions and classes as a clerk writes them, one per line, and back. All problems at once, with their lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from touyan.ballots.rules import ONE

WEIGHTED = re.compile(r"^(?P<title>[^：:%]+?)\s+(?P<weight>\d{1,3})%$")
CHOICE = re.compile(r"^(?P<text>[^=＝]+)[=＝]\s*(?P<value>不计|\d{1,3}(?:\.\d{1,2})?%?)$")
LONGEST_TITLE, LONGEST_CHOICE = 30, 20

SAMPLES = {
    "five": "总体评价 100%：好=100，较好=80，一般=60，差=0，不了解=不计",
    "work": "工作量 30%：重=100，较重=80，一般=60，轻=40，不了解=不计\n"
    "效率 30%：高=100，较高=80，一般=60，较低=40，不了解=不计\n"
    "完成情况 40%：好=100，较好=80，一般=60，较差=40，不了解=不计",
    "satisfaction": "满意度 100%：满意=100，基本满意=70，不满意=30，不了解=不计",
}


@dataclass(frozen=True)
class Item:
    """A question or class as written: title, weight in per cent, choices with coefficients (a class has none)."""

    title: str
    weight: int
    choices: tuple[tuple[str, int | None], ...] = ()


class NotUnderstood(ValueError):
    """What is wrong, line by line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def questions(text: str) -> list[Item]:
    """`题目 权重%：选项=系数，…` per line. Raises NotUnderstood with every problem."""
    return _lines(text, _question)


def classes(text: str) -> list[Item]:
    """`类别 权重%` per line. Raises NotUnderstood with every problem."""
    return _lines(text, _weighted)


def _lines(text: str, read: Callable[[str], Item]) -> list[Item]:
    found: list[Item] = []
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                found.append(read(line.strip()))
            except ValueError as wrong:
                problems.append(_("第 %(n)s 行：%(what)s") % {"n": number, "what": wrong})
    titles = [one.title for one in found]
    if not found and not problems:
        problems.append(_("请至少写一行。"))
    if repeated := sorted({t for t in titles if titles.count(t) > 1}):
        problems.append(_("“%(title)s”写了两次。") % {"title": repeated[0]})
    if not problems and sum(one.weight for one in found) != 100:
        problems.append(_("各行权重相加应为100%%，现在是%(sum)s%%。") % {"sum": sum(one.weight for one in found)})
    if problems:
        raise NotUnderstood(problems)
    return found


def _weighted(line: str) -> Item:
    match = WEIGHTED.match(line)
    if match is None or len(match["title"]) > LONGEST_TITLE or int(match["weight"]) == 0:
        raise ValueError(_("请写成“名称 权重%%”，例如：支部书记 40%%") % {})
    return Item(match["title"].strip(), int(match["weight"]))


def _question(line: str) -> Item:
    head, _colon, tail = line.replace(":", "：").partition("：")
    item = _weighted(head.strip())
    choices = [_choice(part.strip()) for part in re.split("[，,]", tail) if part.strip()]
    if len([value for _text, value in choices if value is not None]) < 2:
        raise ValueError(_("至少要有两个计分的选项，写成“好=100，较好=80”"))
    if len({text for text, _value in choices}) != len(choices):
        raise ValueError(_("同一题里选项不能重名"))
    return Item(item.title, item.weight, tuple(choices))


def _choice(part: str) -> tuple[str, int | None]:
    match = CHOICE.match(part)
    if match is None or len(match["text"].strip()) > LONGEST_CHOICE:
        raise ValueError(_("选项“%(part)s”请写成“好=100”，不计入分母的写“不了解=不计”") % {"part": part[:20]})
    if match["value"] == "不计":
        return match["text"].strip(), None
    whole, _dot, rest = match["value"].rstrip("%").partition(".")
    value = int(whole) * 100 + int((rest + "00")[:2])
    if value > ONE:
        raise ValueError(_("系数在0到100之间"))
    return match["text"].strip(), value


def written(items: Iterable[Item]) -> str:
    """The lines again, as they could have been typed."""
    return "\n".join(_written(item) for item in items)


def _written(item: Item) -> str:
    head = f"{item.title} {item.weight}%"
    if not item.choices:
        return head
    return head + "：" + "，".join(f"{text}={percent(value)}" for text, value in item.choices)


def percent(value: int | None) -> str:
    """A coefficient as typed: 8000 → 80, None → 不计."""
    if value is None:
        return "不计"
    whole, rest = divmod(value, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)
