"""Recount a published ballot (民主测评公开清单复核). Python 3.9 or later, nothing to install; no code of the product.

python checker.py 公开清单.json [--receipt 回执码] [--digest 另处记下的摘要]

Exit code 0: everything agrees; 1: what does not is named, line by line.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction as F
from pathlib import Path
from typing import Any


def problems(book: dict[str, Any], digest: str | None = None) -> Iterator[str]:
    """Every place where the file does not agree with itself, or with a digest written down elsewhere."""
    plain = {key: value for key, value in book.items() if key != "digest"}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    own = hashlib.sha256(text.encode()).hexdigest()
    if own != book["digest"] or digest not in (None, own):
        yield "摘要不符：清单被改动过"
    choices = {q["title"]: q["choices"] for q in book["questions"]}
    classes = {c["title"]: c for c in book["classes"]}
    units = {u["title"]: u for u in book["units"]}
    numbers = [row[0] for row in book["rows"]] + book["withheld"]
    for number, times in Counter(numbers).items():
        if times > 1 or len(number) != 32 or set(number) - set("0123456789abcdef"):
            yield f"编号 {number} 出现 {times} 次，或写法不对"
    if len(numbers) != book["marks"] * len(units) * len(choices):
        yield f"票数 {len(numbers)} 与名册记号 {book['marks']} 不符"
    votes: dict[Any, Counter[str]] = defaultdict(Counter)
    for number, unit, question, voters, choice in book["rows"]:
        if unit not in units or voters not in classes or choice not in ["", *choices.get(question, [])]:
            yield f"编号 {number} 的单位、题目、类别或选项不在测评里"
        elif voters in units[unit]["held_back"]:
            yield f"编号 {number} 属于不单列的类别"
        votes[unit, question, voters][choice] += 1
    for one in units.values():
        yield from recount(book, one, classes, votes)


def recount(book: dict[str, Any], unit: dict[str, Any], classes: dict[str, Any], votes: Any) -> Iterator[str]:
    """One unit: the votes of each class that is listed, and the score when all are."""
    name = unit["title"]
    for question in book["questions"]:
        for voters in (c for c in classes if c not in unit["held_back"]):
            counted = votes[name, question["title"], voters]
            stated = unit["tallies"].get(f"{question['title']}/{voters}", {})
            if dict(counted) != stated:
                yield f"{name} {question['title']}/{voters}：公布 {stated}，重数 {dict(counted)}"
            marks = classes[voters]["marks"]
            if marks is not None and sum(counted.values()) != marks:
                yield f"{name} {question['title']}/{voters}：{sum(counted.values())} 票，名册记号 {marks}"
    if not unit["held_back"] and score(book, name, votes) != unit["score"]:
        yield f"{name}：公布 {unit['score']} 分，重算 {score(book, name, votes)} 分"


def score(book: dict[str, Any], unit: str, votes: Any) -> str:
    """Points by the stated weights and coefficients, half up to two decimals."""
    total = weights = F(0)
    for question in book["questions"]:
        value = {text: None if c == "不计" else F(c) / 100 for text, c in question["choices"].items()}
        part = shares = F(0)
        for voters in book["classes"]:
            counted = votes[unit, question["title"], voters["title"]]
            valid = {text: n for text, n in counted.items() if value.get(text) is not None}
            if valid or book["no_vote"] == "zero":
                points = sum((value[t] * n for t, n in valid.items()), F(0)) / (sum(valid.values()) or 1)
                part, shares = part + voters["weight"] * points, shares + voters["weight"]
        total, weights = total + question["weight"] * (part / (shares or 1)), weights + question["weight"]
    cents = int(total / weights * F(book["points"]) * 100 + F(1, 2))
    return f"{cents // 100}.{cents % 100:02d}"


def main(words: list[str]) -> int:
    """Read the file, say what does not agree, show the rows of a receipt."""
    book = json.loads(Path(words[0]).read_text("utf-8"))
    given = dict(zip(words[1::2], words[2::2]))  # noqa: B905 - an older Python may run this
    found = list(problems(book, given.get("--digest")))
    print("\n".join(found) or f"一致：{len(book['rows'])} 行，{len(book['units'])} 个单位")
    if mine := given.get("--receipt", "").strip().lower():
        listed = {row[0]: row[4] or "未选" for row in book["rows"]} | dict.fromkeys(book["withheld"], "在，内容不单列")
        for unit in book["units"]:
            for question in book["questions"]:
                name = f"{mine}:{unit['number']}:{question['number']}"
                number = hashlib.sha256(name.encode()).hexdigest()[:32]
                print(unit["title"], question["title"], listed.get(number, "没有这一行"))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
