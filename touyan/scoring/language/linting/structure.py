"""Findings from how a scheme is built: caps, quality, double counting, what nobody or some never reach."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from touyan.scoring.language.grammar.shapes import reads_facts
from touyan.scoring.language.grammar.terms import PREFIX, SUBJECT_WORDS
from touyan.scoring.language.kinds import decimal
from touyan.scoring.language.linting.bounds import (
    ENDLESS,
    before_caps,
    live_rates,
    most_of_clause,
    most_of_section,
    most_of_shape,
    together,
)
from touyan.scoring.language.linting.space import (
    OTHER,
    Allowed,
    Space,
    covers,
    example,
    possible,
    space_of,
    value_of,
)
from touyan.scoring.model import (
    Clause,
    Compare,
    FromNth,
    Match,
    Of,
    Once,
    Scheme,
    Section,
    Side,
    Sum,
    Tally,
    Test,
    Value,
    clauses,
    sections,
)
from touyan.scoring.tongues import LISTED, NONE, Both, Facts, joined, listing

Raw = tuple[str, str, Both, Facts]
"""(code, node, example, facts of the sentence)."""
NOBODY = Both("没有对象符合它的条件", "no subject fits its condition")
NO_RECORD = Both("没有记录符合它的条件和分值", "no record fits its condition and its rows")
ZERO = Both("各档都是零分或封顶为零", "every row is worth zero, or the cap is zero")
AGAINST = Both("与“条件”互相矛盾", "it contradicts 「条件」")
HIDDEN = Both("前面的“{row}”已经包括它", "「{row}」 above takes all of it")
SUBJECTS = Both("{title}为{value}的对象", "subjects whose 「{title}」 is {value}")
ANYBODY = Both("任何对象", "any subject")
WITHOUT_END = Both("不限", "without limit")
AT_MOST = Both("“{node}”最多 {most} 分", "「{node}」 gives {most} points at most")
NO_COUNT = Both("“{node}”没有数量", "「{node}」 has no count")
NO_FIT = Both("没有记录符合“{node}”的条件", "no record fits the condition of 「{node}」")
EVERYONE: Space = {}
QUALITY = frozenset({"stage", "level", "outcome", "by", "form"})
MERELY_SENT = frozenset({"提交", "上报", "报送", "撰写", "出席", "组织开展", "参加"})


def parents(section: Section) -> dict[str, tuple[Section, ...]]:
    """The sections above each node, outermost first."""
    found: dict[str, tuple[Section, ...]] = {section.key: ()}
    for one in sections(section):
        for child in one.children:
            found[child.key] = (*found[one.key], one)
    return found


def no_cap(scheme: Scheme) -> Iterator[Raw]:
    above = parents(scheme.total)
    for clause in clauses(scheme.total):
        if clause.side is Side.DEDUCTION or not clause.counted or not reads_facts(clause.shape):
            continue
        capped = any(s.cap is not None or s.ceiling is not None for s in above[clause.key])
        if not capped and most_of_clause(clause, EVERYONE) >= ENDLESS:
            yield "no_cap", clause.key, NONE, {}


def quantity_only(scheme: Scheme) -> Iterator[Raw]:
    for clause in clauses(scheme.total):
        if clause.side is Side.DEDUCTION or not clause.counted or not isinstance(clause.shape, Sum):
            continue
        if any(rate.value is Value.MARK for rate in clause.rates):
            continue
        matches = (clause.when, *(r.when for r in clause.rates), *(e.when for e in clause.extras))
        tests = [t for m in matches for t in m.tests if t.attribute in QUALITY]
        if all(not t.negated and set(t.values) <= MERELY_SENT for t in tests):
            yield "quantity_only", clause.key, example(space_of(clause.when)), {}


def _counting(scheme: Scheme) -> list[Clause]:
    return [c for c in clauses(scheme.total) if c.counted and reads_facts(c.shape)]


def _cells(scheme: Scheme, clause: Clause, above: tuple[Section, ...]) -> Iterator[Space]:
    """What a record that brings points in the clause looks like, row by row."""
    for rate in clause.rates:
        if rate.points > 0 or rate.value is Value.MARK or most_of_shape(clause, EVERYONE) > 0:
            space = space_of(scheme.subjects, *(s.applies for s in above), clause.applies, clause.when, rate.when)
            if possible(space):
                yield space


def same_record_twice(scheme: Scheme) -> Iterator[Raw]:
    above = parents(scheme.total)
    apart = [set(e.clauses) for e in scheme.exclusives]
    for one, other in combinations(_counting(scheme), 2):
        if one.side is not other.side or any({one.key, other.key} <= keys for keys in apart):
            continue
        if _first_and_further(one, other) or _first_and_further(other, one):
            continue
        shared = next(
            (
                both
                for a in _cells(scheme, one, above[one.key])
                for b in _cells(scheme, other, above[other.key])
                if possible(both := _both(a, b))
            ),
            None,
        )
        if shared is not None:
            yield "same_record_twice", one.key, example(shared), {"other": other.key}


def _first_and_further(one: Clause, other: Clause) -> bool:
    """True when one item is for the first and the other for those after it: no record is paid twice."""
    return isinstance(one.shape, Once) and isinstance(other.shape, FromNth) and other.shape.nth > 1


def _both(a: Space, b: Space) -> Space:
    joined = dict(a)
    for name, allowed in b.items():
        mine = joined.get(name, Allowed())
        barred = mine.barred | allowed.barred
        among = (
            mine.among if allowed.among is None else allowed.among if mine.among is None else mine.among & allowed.among
        )
        joined[name] = Allowed(None if among is None else among - barred, barred)
    return joined


LIFE = frozenset({"stage", "level", "outcome", "by", "role", "place", "authors"})
"""Attributes that differ between the records of one work; the others belong to the work itself."""


def same_work_often(scheme: Scheme) -> Iterator[Raw]:
    apart = [set(e.clauses) for e in scheme.exclusives]
    awards = [c for c in _counting(scheme) if c.side is Side.AWARD]
    works = {c.key: {n: a for n, a in space_of(c.when).items() if n not in LIFE} for c in awards}
    by_kind: dict[str, list[str]] = {}
    for one in awards:
        for kind in sorted(works[one.key].get("kind", Allowed()).among or frozenset()):
            work = {**works[one.key], "kind": Allowed(frozenset({kind}))}
            if any(
                other is not one
                and not any({one.key, other.key} <= keys for keys in apart)
                and possible(_both(work, works[other.key]))
                for other in awards
            ):
                by_kind.setdefault(kind, []).append(one.key)
    for kind, keys in by_kind.items():
        yield "same_work_often", keys[0], NONE, {"kind": kind, "count": len(keys), "items": listing(keys)}


def never_earned(scheme: Scheme) -> Iterator[Raw]:
    above = parents(scheme.total)
    for clause in clauses(scheme.total):
        who = space_of(scheme.subjects, *(s.applies for s in above[clause.key]), clause.applies)
        if not possible(who):
            yield "never_earned", clause.key, NONE, {"why": NOBODY}
        elif reads_facts(clause.shape) and not live_rates(clause, _known(who)):
            yield "never_earned", clause.key, NONE, {"why": NO_RECORD}
        elif clause.side is Side.AWARD and clause.counted and most_of_clause(clause, EVERYONE) <= 0:
            yield "never_earned", clause.key, NONE, {"why": ZERO}
        yield from _unused_rows(clause)


def _known(who: Space) -> Space:
    return {name: allowed for name, allowed in who.items() if allowed.among is not None}


def _unused_rows(clause: Clause) -> Iterator[Raw]:
    before: list[tuple[str, Space]] = []
    for rate in clause.rates:
        space = space_of(clause.when, rate.when)
        if not possible(space):
            yield "row_never_used", clause.key, NONE, {"row": rate.key, "why": AGAINST}
            continue
        hidden = next((key for key, wide in before if covers(wide, space)), None)
        if hidden is not None:
            facts = {"row": rate.key, "why": HIDDEN.filled({"row": hidden})}
            yield "row_never_used", clause.key, example(space), facts
        before.append((rate.key, space_of(rate.when)))


def profiles(scheme: Scheme) -> Iterator[tuple[Both, Space]]:
    """Kinds of subject the scheme itself tells apart, one attribute at a time, and those it does not name."""
    matches: list[Match] = [scheme.subjects]
    for clause in clauses(scheme.total):
        matches += [clause.applies, clause.when, *(r.when for r in clause.rates)]
    matches += [section.applies for section in sections(scheme.total)]
    named: dict[str, set[str]] = {}
    for match in matches:
        for test in match.tests:
            if test.attribute.startswith(PREFIX):
                named.setdefault(test.attribute, set()).update(test.values)
    titles = {PREFIX + name: word for word, name in SUBJECT_WORDS.items()}
    for attribute, values in named.items():
        for value in (*sorted(values), OTHER):
            profile = {attribute: Allowed(frozenset({value}))}
            if possible(together(profile, scheme.subjects)):
                yield SUBJECTS.filled({"title": titles[attribute], "value": value_of(value)}), profile


def some_never_earn(scheme: Scheme) -> Iterator[Raw]:
    above = parents(scheme.total)
    for clause in clauses(scheme.total):
        if clause.side is Side.DEDUCTION or not clause.counted:
            continue
        most = most_of_clause(clause, EVERYONE)
        shut = []
        for who, profile in profiles(scheme):
            reached = together(profile, *(s.applies for s in above[clause.key]), clause.applies)
            if most > 0 and (not possible(reached) or most_of_clause(clause, profile) <= 0):
                shut.append(who)
        if shut:
            points = WITHOUT_END if most >= ENDLESS else decimal(most)
            yield "some_never_earn", clause.key, shut[0], {"who": joined(shut, LISTED), "points": points}


def out_of_reach(scheme: Scheme) -> Iterator[Raw]:
    lines = [(g.title, g.at_least) for g in scheme.grades if g.at_least is not None]
    for who, profile in ((ANYBODY, EVERYONE), *profiles(scheme)):
        most = most_of_section(scheme.total, profile)
        for title, needed in lines:
            if most < needed:
                facts = {"who": who, "most": decimal(most), "grade": title, "needed": decimal(needed)}
                yield "grade_out_of_reach", scheme.total.key, who, facts
                break
        if profile is EVERYONE and lines and most < (lines[0][1] or 0):
            return
    for section in sections(scheme.total):
        stated = section.cap if section.cap is not None else section.ceiling
        most = before_caps(section, EVERYONE)
        if stated is not None and most < stated:
            yield "cap_out_of_reach", section.key, NONE, {"most": decimal(most), "cap": decimal(stated)}


def gates(scheme: Scheme) -> Iterator[Raw]:
    whole = {section.key for section in sections(scheme.total)}
    for gate in scheme.gates:
        for need in gate.needs:
            reasons = [_impossible(scheme, test) for test in need.any_of]
            if NONE not in reasons:
                yield (
                    "gate_out_of_reach",
                    gate.key,
                    NONE,
                    {"need": need.title, "why": joined(reasons, Both("；", "; "))},
                )
    for key, test in _all_tests(scheme):
        if test.of is Of.COUNT and test.node in whole:
            yield "section_has_no_count", key, NONE, {"node": test.node}


def _impossible(scheme: Scheme, test: Test) -> Both:
    """Why a test can never hold; empty when it may."""
    nodes: dict[str, Clause | Section | Tally] = {t.key: t for t in scheme.tallies}
    nodes |= {c.key: c for c in clauses(scheme.total)} | {s.key: s for s in sections(scheme.total)}
    node = nodes[test.node]
    if test.compare is Compare.AT_MOST or test.amount <= 0:
        return NONE
    if test.of is Of.POINTS:
        most = 0 if isinstance(node, Tally) else _most(node)
        return AT_MOST.filled({"node": node.key, "most": decimal(most)}) if most < test.amount else NONE
    if isinstance(node, Section):
        return NO_COUNT.filled({"node": node.key})
    return NONE if possible(space_of(node.when)) else NO_FIT.filled({"node": node.key})


def _most(node: Clause | Section) -> int:
    return most_of_section(node, EVERYONE) if isinstance(node, Section) else most_of_clause(node, EVERYONE)


def _all_tests(scheme: Scheme) -> Iterator[tuple[str, Test]]:
    for clause in clauses(scheme.total):
        yield from ((clause.key, test) for test in clause.requires)
        if clause.waiver is not None:
            yield clause.key, clause.waiver.test
    for gate in scheme.gates:
        yield from ((gate.key, test) for need in gate.needs for test in need.any_of)
    for veto in scheme.vetoes:
        yield from ((veto.key, test) for test in veto.any_of)
    for found in scheme.consequences:
        if found.test is not None:
            yield found.key, found.test


CHECKS = (no_cap, quantity_only, same_record_twice, same_work_often, never_earned, some_never_earn, out_of_reach, gates)
