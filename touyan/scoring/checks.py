"""What makes a scheme unrunnable, all at once (docs/scoring.md §8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import Any

from touyan.scoring.fields import LIMIT_POINTS
from touyan.scoring.model import (
    FACT_ATTRIBUTES,
    SUBJECT_ATTRIBUTES,
    Ballot,
    Clause,
    Effect,
    FromNth,
    Imported,
    LastN,
    Match,
    Of,
    Ordinal,
    Panel,
    Rank,
    Reach,
    Rounding,
    Scheme,
    Steps,
    Test,
    clauses,
    sections,
)
from touyan.scoring.plan import POPULATION, Problem, denominators, tests, walk

FACT_TESTS = frozenset(FACT_ATTRIBUTES)
SUBJECT_TESTS = frozenset(f"subject.{name}" for name in SUBJECT_ATTRIBUTES)


def problems_of(scheme: Scheme) -> list[Problem]:
    """Every reason why the scheme cannot run; empty when it can."""
    found = [
        Problem(scheme.key, node, message)
        for check in (_keys, _attributes, _references, _order, _clauses, _amounts, _grades, _dates)
        for node, message in check(scheme)
    ]
    return list(dict.fromkeys(found))


def _all_keys(scheme: Scheme) -> list[str]:
    nodes = [node.key for node, _ in walk(scheme.total)]
    return [tally.key for tally in scheme.tallies] + nodes


def _keys(scheme: Scheme) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for key in _all_keys(scheme):
        if not key:
            yield "?", "条款没有标识，请给每个条款一个标识"
        if key in seen:
            yield key, "标识重复，请改其中一个"
        seen.add(key)
    acting: set[str] = set()
    for one in (*scheme.gates, *scheme.vetoes):
        if one.key in acting or " " in one.key:
            yield one.key, "门槛、否决项的标识重复或含有空格，请改"
        acting.add(one.key)
    if len(acting) > 60:
        yield scheme.key, "门槛和否决项合计不能超过 60 项，请合并"
    for clause in clauses(scheme.total):
        names = [rate.key for rate in clause.rates]
        if len(set(names)) != len(names):
            yield clause.key, "分值表里有两行标识相同，请改"
    if len(_all_keys(scheme)) > 4000:
        yield scheme.key, "条款超过 4000 项，请分成几部细则"


def _attributes(scheme: Scheme) -> Iterator[tuple[str, str]]:
    def wrong(key: str, match: Match, allowed: frozenset[str]) -> Iterator[tuple[str, str]]:
        for one in match.tests:
            if one.attribute not in allowed:
                yield key, f"条件里没有“{one.attribute}”这个属性；可用：{'、'.join(sorted(allowed))}"
            if not one.values:
                yield key, f"属性“{one.attribute}”没有列出任何值"

    yield from wrong(scheme.key, scheme.subjects, SUBJECT_TESTS)
    for tally in scheme.tallies:
        yield from wrong(tally.key, tally.when, FACT_TESTS | SUBJECT_TESTS)
    for clause in clauses(scheme.total):
        yield from wrong(clause.key, clause.applies, SUBJECT_TESTS)
        for match in (clause.when, *(r.when for r in clause.rates), *(e.when for e in clause.extras)):
            yield from wrong(clause.key, match, FACT_TESTS | SUBJECT_TESTS)
    for one in (*sections(scheme.total), *scheme.gates, *scheme.vetoes):
        yield from wrong(one.key, one.applies, SUBJECT_TESTS)
    lists = [(quota.grade, quota.lists) for quota in scheme.quotas]
    lists += [(c.key, c.shape.source.lists) for c in clauses(scheme.total) if isinstance(c.shape, POPULATION)]
    for key, names in lists:
        for name in set(names) - set(SUBJECT_ATTRIBUTES):
            yield key, f"不能按“{name}”分组排序；可用：{'、'.join(SUBJECT_ATTRIBUTES)}"


def _references(scheme: Scheme) -> Iterator[tuple[str, str]]:
    known = set(_all_keys(scheme))
    tallies = {tally.key for tally in scheme.tallies}
    named = [(key, test.node, known) for key, test in tests(scheme)]
    for clause in clauses(scheme.total):
        named += [(clause.key, key, tallies) for key in denominators(clause)]
        if isinstance(clause.shape, POPULATION) and clause.shape.source.node is not None:
            named.append((clause.key, clause.shape.source.node, known))
    own = {clause.key for clause in clauses(scheme.total)}
    for exclusive in scheme.exclusives:
        named += [(exclusive.key, key, own) for key in exclusive.clauses]
        if len(set(exclusive.clauses)) < 2 or len(set(exclusive.clauses)) != len(exclusive.clauses):
            yield exclusive.key, "互斥组至少要有两个不同的条款"
    for quota in scheme.quotas:
        named += [(quota.grade, key, known) for key in quota.tie_break]
    for key, target, allowed in named:
        if target not in allowed:
            yield key, f"引用了不存在的“{target}”；可用：{'、'.join(sorted(allowed)) or '（无）'}"


def _order(scheme: Scheme) -> Iterator[tuple[str, str]]:
    tallies = {tally.key for tally in scheme.tallies}
    finished: set[str] = set(tallies)
    for node, _ in walk(scheme.total):
        if isinstance(node, Clause):
            reads: list[Test] = [*node.requires]
            if node.waiver is not None:
                reads.append(node.waiver.test)
            points = [test.node for test in reads if test.of is Of.POINTS]
            if isinstance(node.shape, POPULATION):
                source = node.shape.source
                if source.node is not None and source.of is Of.POINTS:
                    points.append(source.node)
            for key in points:
                if key not in finished:
                    yield node.key, f"读取了“{key}”的得分，但它排在后面；请把它移到前面"
            if isinstance(node.shape, Imported) and node.shape.source == f"scheme:{scheme.key}":
                yield node.key, "细则不能引用自己的总分"
        finished.add(node.key)


def _clauses(scheme: Scheme) -> Iterator[tuple[str, str]]:
    for clause in clauses(scheme.total):
        for wrong in _shape(clause.shape):
            yield clause.key, wrong
        for rate in clause.rates:
            if rate.points < 0 or rate.low > rate.high:
                yield clause.key, f"分值“{rate.key}”为负或上下限颠倒；扣分请用扣分条款"
        for extra in clause.extras:
            if extra.points < 0:
                yield clause.key, f"附加“{extra.key}”为负；扣分请用扣分条款"


def _shape(shape: Any) -> Iterator[str]:
    if isinstance(shape, Steps):
        bounds = [bound for bound, _ in shape.steps]
        if not bounds or any(a >= b for a, b in pairwise(bounds)):
            yield "档次表为空或没有从低到高排列"
    if isinstance(shape, Ordinal | Rank) and not (shape.points if isinstance(shape, Ordinal) else shape.values):
        yield "分值表是空的"
    if (isinstance(shape, FromNth) and shape.nth < 1) or (isinstance(shape, LastN) and shape.count < 0):
        yield "“第几项起”至少是 1，“末几名”不能为负"
    if isinstance(shape, Reach) and shape.count < 0:
        yield "应达到的数量不能为负"
    if isinstance(shape, Reach) and shape.spread is not None and shape.spread.periods < 1:
        yield "分布要求的期数至少是 1"
    if isinstance(shape, POPULATION) and getattr(shape, "each", 1) < 1:
        yield "每差多少必须大于 0"
    if isinstance(shape, Panel) and (shape.drop_each < 0 or (shape.by == "mean_rank" and not shape.values)):
        yield "去掉的份数不能为负，按平均名次计分要有分值表"
    if isinstance(shape, Ballot):
        if sum(weight for _, weight in shape.questions) <= 0 or sum(weight for _, weight in shape.classes) <= 0:
            yield "测评项目或投票人类别的权重合计必须大于 0"
        if not any(value is not None for _, value in shape.choices):
            yield "没有一个选项计入有效票"


def _amounts(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """No amount beyond the limit, no factor beyond a million or over nothing, no rounding to nothing."""

    def look(key: str, value: Any) -> Iterator[tuple[str, str]]:
        if isinstance(value, bool) or value is None:
            return
        if isinstance(value, float):
            yield key, "分值里出现了浮点数；请用万分之一分的整数"
        elif isinstance(value, int) and abs(value) > LIMIT_POINTS:
            yield key, f"数值 {value} 超出范围（万分之一分计，不超过 {LIMIT_POINTS}）"
        elif isinstance(value, tuple):
            for one in value:
                yield from look(key, one)
        elif is_dataclass(value):
            if isinstance(value, Rounding) and value.unit < 1:
                yield key, "取整单位至少是万分之一分"
            inside = getattr(value, "key", key) if isinstance(getattr(value, "key", None), str) else key
            for field in fields(value):
                if field.name in ("factor", "weight", "first"):
                    over, under = getattr(value, field.name)
                    if not (0 <= over <= 1_000_000 and 0 < under <= 1_000_000):
                        yield inside, f"比例 {over}/{under} 不成立；分子 0 至 1000000，分母 1 至 1000000"
                yield from look(inside, getattr(value, field.name))

    yield from look(scheme.key, scheme)


def _grades(scheme: Scheme) -> Iterator[tuple[str, str]]:
    keys = [grade.key for grade in scheme.grades]
    if len(set(keys)) != len(keys):
        yield scheme.key, "两个等次用了同一个标识"
    for one in (*scheme.gates, *scheme.vetoes):
        if one.effect is Effect.LIMIT and one.grade not in keys:
            yield one.key, f"限制到的等次“{one.grade}”不存在；可用：{'、'.join(keys) or '（无）'}"
    for quota in scheme.quotas:
        if quota.grade not in keys:
            yield quota.grade, f"名额所指的等次不存在；可用：{'、'.join(keys) or '（无）'}"
        if quota.amount < 0 or quota.minimum < 0:
            yield quota.grade, "名额不能为负"
    for consequence in scheme.consequences:
        if bool(consequence.grades) == (consequence.test is not None):
            yield consequence.key, "后续处理要么按等次，要么按条件，二者选一"
        for grade in set(consequence.grades) - set(keys):
            yield consequence.key, f"等次“{grade}”不存在；可用：{'、'.join(keys) or '（无）'}"


def _dates(scheme: Scheme) -> Iterator[tuple[str, str]]:
    windows = [(scheme.key, scheme.window), (scheme.key, scheme.valid)]
    windows += [(one.key, one.window) for one in (*scheme.tallies, *clauses(scheme.total)) if one.window is not None]
    for key, window in windows:
        if window.start > window.end:
            yield key, f"起始日 {window.start} 晚于截止日 {window.end}"
