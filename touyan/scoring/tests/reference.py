"""The rules of docs/scoring.md read aloud in plain Python: slow, short, written without looking at the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

from touyan.scoring import model as m

ONE = m.ONE
Fact = dict[str, Any]
LENGTH = {m.Period.MONTH: 1, m.Period.QUARTER: 3, m.Period.HALF_YEAR: 6}


def rounded(x: Fraction, how: m.Rounding) -> int:
    """To a multiple of the unit; a half goes away from zero."""
    q = abs(Fraction(x)) / how.unit
    n = {m.Round.HALF_UP: floor(q + Fraction(1, 2)), m.Round.DOWN: floor(q), m.Round.UP: ceil(q)}[how.mode]
    return (n if x >= 0 else -n) * how.unit


def text(value: Any) -> str:
    """An attribute in a condition."""
    return "" if value is None else str(value)


def holds(match: m.Match, subject: Fact, fact: Fact | None = None) -> bool:
    """Whether all tests of a match are true."""
    for test in match.tests:
        name = test.attribute
        value = text(subject.get(name[8:])) if name.startswith("subject.") else text((fact or {}).get(name))
        if (value in test.values) == test.negated:
            return False
    return True


def clean(facts: Iterable[Fact], known: set[int]) -> list[Fact]:
    """§1 steps 1 to 4: refusals, repeats, cancellation, empty values."""
    kept: dict[int, list[Fact]] = defaultdict(list)
    numbers = {f.get("fact") for f in facts}
    for f in facts:
        q, c = f.get("quantity"), f.get("cancels")
        absent = any(f.get(n) is None for n in ("fact", "subject", "day")) or (c is None and f.get("kind") is None)
        absurd = q is not None and not 0 <= q <= 10**9
        places = any(f.get(n) is not None and f[n] < 1 for n in ("place", "authors"))
        lost = c is not None and not (c < f["fact"] and c in numbers)
        if not (absent or absurd or places or lost or f["subject"] not in known):
            kept[f["fact"]].append(f)
    rows = {number: same[0] for number, same in kept.items() if all(f == same[0] for f in same)}
    dead: set[int] = set()
    for number in sorted(rows, reverse=True):
        if number not in dead and rows[number].get("cancels") is not None:
            dead.add(rows[number]["cancels"])
    live = []
    for number, f in rows.items():
        if number not in dead and f.get("kind") is not None:
            quantity = ONE if f.get("quantity") is None else f["quantity"]
            work = ("own", number) if f.get("work") is None else ("work", f["work"])
            live.append({**f, "quantity": quantity, "work": work, "recorded": f.get("recorded") or f["day"]})
    return sorted(live, key=lambda f: (f["day"], f["fact"]))


def admitted(f: Fact, window: m.Window, rule: m.LateRule) -> bool:
    """§1 step 5."""
    inside = window.start <= f["day"] <= window.end
    in_time = rule.cutoff is None or f["recorded"] <= rule.cutoff
    if rule.rule is m.Late.BY_DAY:
        return inside
    if inside and in_time:
        return True
    if rule.rule is m.Late.DROP or not in_time or f.get("counted_before"):
        return False
    early = f["day"] < window.start and (rule.earliest is None or rule.earliest <= f["day"])
    return early and (rule.since is None or rule.since < f["recorded"])


def month_of(day: date, window: m.Window) -> int:
    """Month index within the window, at least 0."""
    return max(0, 12 * (day.year - window.start.year) + day.month - window.start.month)


@dataclass
class Unit:
    """What a clause counts: kept facts with their points."""

    facts: list[tuple[Fact, int]]

    @property
    def points(self) -> int:
        return sum(points for _f, points in self.facts)

    @property
    def first(self) -> Fact:
        return min((f for f, _p in self.facts), key=lambda f: (f["day"], f["fact"]))


@dataclass
class State:
    """What is known of one subject while its scheme is computed."""

    subject: Fact
    facts: list[Fact]
    months: int
    joiner: int | None
    count: dict[str, int] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    units: dict[str, list[Unit]] = field(default_factory=dict)
    rows: list[tuple[str, int | None, int, int, str]] = field(default_factory=list)
    applies: set[str] = field(default_factory=set)


class Reference:
    """One scheme over one population. `outside(clause, state)` gives the points of table shapes."""

    def __init__(self, scheme: m.Scheme, subjects: list[Fact], facts: list[Fact], outside: Callable[..., int]) -> None:
        self.scheme, self.outside = scheme, outside
        mine = [s for s in subjects if holds(scheme.subjects, s)]
        months = month_of(scheme.window.end, scheme.window) + 1
        by = defaultdict(list)
        for f in clean(facts, {s["subject"] for s in subjects}):
            by[f["subject"]].append(f)
        self.states = []
        for s in sorted(mine, key=lambda s: s["subject"]):
            given = s.get("months")
            self.states.append(
                State(s, by[s["subject"]], months, max(given, 0) if given is not None and given < months else None)
            )
        for state in self.states:
            self._tallies(state)
            self._where(scheme.total, state)
            self._exclusives(state)
        self._node(scheme.total)

    def exempt(self, state: State) -> bool:
        return state.joiner is not None and self.scheme.joiners is m.Joiners.EXEMPT

    def part(self, state: State, amount: int, how: m.Rounding) -> int:
        """Pro rata for who joined during the window."""
        if state.joiner is None or self.scheme.joiners is not m.Joiners.PRO_RATA:
            return amount
        return rounded(Fraction(amount * state.joiner, state.months), how)

    def wanted(self, state: State, count: int, whole: int) -> int:
        """A count to reach, pro rata, rounded up to whole units."""
        if state.joiner is None or self.scheme.joiners is not m.Joiners.PRO_RATA or count <= 0:
            return count
        return max(whole, ceil(Fraction(count * state.joiner, state.months * whole)) * whole)

    def taken(self, state: State, when: m.Match, window: m.Window | None) -> list[Fact]:
        w = window or self.scheme.window
        return [f for f in state.facts if admitted(f, w, self.scheme.late) and holds(when, state.subject, f)]

    def _tallies(self, state: State) -> None:
        for tally in self.scheme.tallies:
            best: dict[Any, int] = {}
            for f in self.taken(state, tally.when, tally.window):
                amount = f["quantity"] if tally.quantity else ONE
                key = f["work"] if tally.per_work else f["fact"]
                best[key] = max(best.get(key, 0), amount)
            state.count[tally.key], state.points[tally.key] = sum(best.values()), 0

    def _where(self, node: m.Section | m.Clause, state: State) -> None:
        state.count[node.key] = state.points[node.key] = 0
        if not holds(node.applies, state.subject):
            if isinstance(node, m.Section):
                for inner in (*m.sections(node)[1:], *m.clauses(node)):
                    state.count[inner.key] = state.points[inner.key] = 0
            return
        state.applies.add(node.key)
        if isinstance(node, m.Section):
            for child in node.children:
                self._where(child, state)
        else:
            state.units[node.key] = self._units(node, state)

    def _worth(self, clause: m.Clause, state: State, f: Fact) -> tuple[int, int | None, str, str]:
        """(raw, value or None when void, rule, rate)."""
        how = clause.rounding
        if clause.already is m.Already.EXCLUDE and f.get("counted_before"):
            return 0, None, "already", ""
        rate = next((r for r in clause.rates if holds(r.when, state.subject, f)), None)
        if rate is None:
            return 0, None, "no_rate", ""
        q = f["quantity"]
        if rate.value is m.Value.FIXED:
            value = rate.points
        elif rate.value is m.Value.PER_QUANTITY:
            value = rounded(Fraction(rate.points * q, ONE), how)
        elif rate.low <= q <= rate.high or rate.outside is m.Outside.CLAMP:
            value = min(max(q, rate.low), rate.high)
        else:
            return 0, None, "refused", rate.key
        for extra in clause.extras:
            if holds(extra.when, state.subject, f):
                num, den = extra.factor
                value = (value if num == den else rounded(Fraction(value * num, den), how)) + extra.points
        share = self._share(clause, f, value)
        if isinstance(share, str):
            return value, None, share, rate.key
        return value, share, "counted" if share == value else "shared", rate.key

    def _share(self, clause: m.Clause, f: Fact, raw: int) -> int | str:
        kind, place, n, how = clause.share.authors, f.get("place"), f.get("authors"), clause.rounding
        if kind is m.Authors.IGNORE:
            return raw
        if kind is m.Authors.EQUAL:
            return "incomplete" if n is None else raw if n == 1 else rounded(Fraction(raw, n), how)
        if kind is m.Authors.FIRST_PART:
            num, den = clause.share.first
            if n is None or (place is None and n > 1):
                return "incomplete"
            part = Fraction(1) if n == 1 else Fraction(num, den) if place == 1 else Fraction(den - num, den * (n - 1))
            return raw if part == 1 else rounded(raw * part, how)
        if place is None:
            return "incomplete"
        return raw if place <= (1 if kind is m.Authors.FIRST_ONLY else clause.share.main) else "not_entitled"

    def _units(self, clause: m.Clause, state: State) -> list[Unit]:
        works: dict[Any, list[tuple[Fact, int, str]]] = defaultdict(list)
        for f in self.taken(state, clause.when, clause.window):
            raw, value, rule, rate = self._worth(clause, state, f)
            state.rows.append((clause.key, f["fact"], raw, 0 if value is None else value, rule))
            if value is not None:
                works[f["work"]].append((f, value, rate))
        units = []
        for found in works.values():
            best = max(found, key=lambda x: x[1])  # facts come in order: of equals, the earliest
            if clause.combine is m.Combine.EACH:
                units += [Unit([(f, v)]) for f, v, _r in found]
                continue
            keep = {
                m.Combine.HIGHEST: [best],
                m.Combine.LATEST: [found[-1]],
                m.Combine.EARLIEST: [found[0]],
                m.Combine.STACK: found,
            }.get(clause.combine)
            if keep is None:
                rates = dict.fromkeys(r for _f, _v, r in found)
                keep = [max((x for x in found if x[2] == r), key=lambda x: x[1]) for r in rates]
            units.append(Unit([(f, v) for f, v, _r in keep]))
            self._drop(state, clause.key, {f["fact"] for f, _v, _r in found} - {x[0]["fact"] for x in keep}, "lower")
        return units

    def _drop(self, state: State, key: str, facts: set[int], rule: str) -> None:
        state.rows = [
            (k, f, raw, 0, rule) if k == key and f in facts else (k, f, raw, counted, old)
            for k, f, raw, counted, old in state.rows
        ]

    def _exclusives(self, state: State) -> None:
        for exclusive in self.scheme.exclusives:
            held: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
            for key in exclusive.clauses:
                for unit in state.units.get(key, []):
                    held[unit.facts[0][0]["work"]][key] += unit.points
            for work, worth in held.items():
                if len(worth) > 1:
                    first = max(worth.values()) if exclusive.keep is m.Keep.HIGHEST else None
                    stays = next(k for k in exclusive.clauses if k in worth and first in (None, worth[k]))
                    for key in worth.keys() - {stays}:
                        gone = [u for u in state.units[key] if u.facts[0][0]["work"] == work]
                        state.units[key] = [u for u in state.units[key] if u not in gone]
                        self._drop(state, key, {f["fact"] for u in gone for f, _p in u.facts}, "exclusive")

    def _node(self, node: m.Section | m.Clause) -> None:
        if isinstance(node, m.Section):
            for child in node.children:
                self._node(child)
        states = [s for s in self.states if node.key in s.applies]
        if isinstance(node, m.Section):
            for state in states:
                self._section(node, state)
            return
        for state in states:
            state.count[node.key] = sum(self._size(node, unit) for unit in state.units[node.key])
        compared = self._compared(node, states) if isinstance(node.shape, m.PopulationShape) else {}
        for state in states:
            self._clause(node, state, compared)

    def _size(self, clause: m.Clause, unit: Unit) -> int:
        return sum(f["quantity"] for f, _p in unit.facts) if clause.quantity else ONE

    def _add(self, state: State, key: str, rule: str, amount: int, sign: int = 1) -> None:
        if amount:
            state.rows.append((key, None, 0, sign * amount, rule))

    def test(self, state: State, test: m.Test) -> bool:
        x = (state.count if test.of is m.Of.COUNT else state.points).get(test.node, 0)
        return x >= test.amount if test.compare is m.Compare.AT_LEAST else x <= test.amount

    def _clause(self, clause: m.Clause, state: State, compared: dict[int, int]) -> None:
        sign = -1 if clause.side is m.Side.DEDUCTION else 1
        units = state.units[clause.key]
        s, n = sum(u.points for u in units), state.count[clause.key]
        if sign < 0:
            state.rows = [
                (k, f, r, -c, x) if k == clause.key and f is not None else (k, f, r, c, x)
                for k, f, r, c, x in state.rows
            ]
        if isinstance(clause.shape, m.TableShape):
            v = self.outside(clause, state.subject)
        elif isinstance(clause.shape, m.PopulationShape):
            v = compared.get(state.subject["subject"], 0)
        else:
            v = self._shape(clause, state, units, n, s)
        self._add(state, clause.key, "shape", v - s, sign)
        if not all(self.test(state, t) for t in clause.requires):
            self._add(state, clause.key, "requires", -v, sign)
            v = 0
        if clause.waiver is not None and self.test(state, clause.waiver.test):
            self._add(state, clause.key, "waiver", clause.waiver.points - v, sign)
            v = clause.waiver.points
        for rule, limit, pick in (("cap", clause.cap, min), ("floor", clause.floor, max)):
            if limit is not None:
                self._add(state, clause.key, rule, pick(v, limit) - v, sign)
                v = pick(v, limit)
        if not clause.counted:
            self._add(state, clause.key, "uncounted", -v, sign)
        state.points[clause.key] = v

    def _shape(self, clause: m.Clause, state: State, units: list[Unit], n: int, s: int) -> int:
        sh, how = clause.shape, clause.rounding
        if isinstance(sh, m.Sum):
            return s
        if isinstance(sh, m.Once):
            return max((u.points for u in units), default=0)
        if isinstance(sh, m.Flat):
            return self.part(state, sh.points, how)
        if isinstance(sh, m.Reach):
            return self._reach(clause, sh, state, units, n)
        if isinstance(sh, m.FromNth):
            order = {
                m.Order.EARLIEST_FIRST: lambda u: (u.first["day"], u.first["fact"]),
                m.Order.LOWEST_FIRST: lambda u: u.points,
                m.Order.HIGHEST_FIRST: lambda u: -u.points,
            }[sh.order]
            return sum(u.points for u in sorted(units, key=order)[sh.nth - 1 :])
        if isinstance(sh, m.Ordinal):
            table, u = list(sh.points), len(units)
            more = [table[-1]] * max(0, u - len(table)) if sh.beyond is m.Beyond.REPEAT_LAST else []
            return sum((table + more)[:u])
        if isinstance(sh, m.Target):
            count = self.wanted(state, sh.count, ONE)
            over = floor(Fraction(n - count, ONE))
            return sh.points + sh.more * over if n >= count else sh.points - sh.fewer * ceil(Fraction(count - n, ONE))
        if isinstance(sh, m.Steps):
            a, d = n if sh.of is m.Of.COUNT else s, ONE if sh.per is None else state.count[sh.per]
            if d <= 0:
                return sh.steps[-1][1] if sh.empty is m.Empty.FULL else 0
            return next((p for least, p in reversed(sh.steps) if least * d <= a * ONE), 0)
        if isinstance(sh, m.Proportion):
            d = state.count[sh.per]
            full = sh.points if sh.empty is m.Empty.FULL else 0
            return full if d <= 0 else min(sh.points, rounded(Fraction(sh.points * n, d), how))
        window = clause.window or self.scheme.window
        sums = self._periods(units, window, sh.period, lambda u: u.points)
        parts = [x if sh.cap_each is None else min(x, sh.cap_each) for x in sums.values()]
        number = month_of(window.end, window) // LENGTH[sh.period] + 1 if sh.missing is m.Missing.AS_ZERO else len(sums)
        return rounded(Fraction(sum(parts), number), how) if number else 0

    def _periods(
        self, units: list[Unit], window: m.Window, period: m.Period, of: Callable[[Unit], int]
    ) -> dict[int, int]:
        sums: dict[int, int] = defaultdict(int)
        for u in units:
            sums[month_of(u.first["day"], window) // LENGTH[period]] += of(u)
        return sums

    def _reach(self, clause: m.Clause, sh: m.Reach, state: State, units: list[Unit], n: int) -> int:
        how, count = clause.rounding, self.wanted(state, sh.count, ONE)
        if n >= count:
            v = sh.points
        elif sh.partial is m.Partial.PRO_RATA:
            v = rounded(Fraction(sh.points * n, count), how)
        else:
            less = sh.minus * ceil(Fraction(count - n, ONE))
            v = max(0, sh.points - less) if sh.partial is m.Partial.MINUS_EACH else 0
        if sh.spread is None:
            return v
        sums = self._periods(
            units, clause.window or self.scheme.window, sh.spread.period, lambda u: self._size(clause, u)
        )
        wanted = self.wanted(state, sh.spread.periods, 1)
        good = sum(x >= sh.spread.at_least for x in sums.values())
        if good >= wanted:
            return v
        if sh.spread.otherwise is m.Partial.PRO_RATA:
            return rounded(Fraction(v * good, wanted), how)
        return max(0, v - sh.spread.minus * (wanted - good)) if sh.spread.otherwise is m.Partial.MINUS_EACH else 0

    def _compared(self, clause: m.Clause, states: list[State]) -> dict[int, int]:
        sh: Any = clause.shape
        src, lists = sh.source, defaultdict(list)
        for state in (s for s in states if not self.exempt(s)):
            lists[tuple(text(state.subject.get(name)) for name in src.lists)].append(state)
        found = {}
        for group in lists.values():
            xs = {s.subject["subject"]: self._x(clause, src, s) for s in group}
            for who, x in xs.items():
                found[who] = self._placed(clause, sh, x, list(xs.values()))
        return found

    def _x(self, clause: m.Clause, src: m.Source, state: State) -> int:
        if src.node is not None:
            return (state.count if src.of is m.Of.COUNT else state.points).get(src.node, 0)
        units = state.units[clause.key]
        return state.count[clause.key] if src.of is m.Of.COUNT else sum(u.points for u in units)

    def _placed(self, clause: m.Clause, sh: Any, x: int, xs: list[int]) -> int:
        up = sh.source.higher_is_better
        better = [y for y in xs if (y > x if up else y < x)]
        equal, worse = xs.count(x), len(xs) - len(better) - xs.count(x)
        if isinstance(sh, m.Rank):
            ties = {m.Ties.SHARE_BEST: len(better) + 1, m.Ties.SHARE_WORST: len(better) + equal}
            place = ties.get(sh.ties, len(set(better)) + 1)
            over = place - len(sh.values)
            return sh.values[place - 1] if over <= 0 else max(sh.floor, sh.values[-1] - sh.step * over)
        if isinstance(sh, m.RatioToBest):
            best = max(xs) if up else min(xs)
            if (best if up else x) <= 0:
                return sh.points if sh.empty is m.Empty.FULL else 0
            return max(0, rounded(Fraction(sh.points * (x if up else best), best if up else x), clause.rounding))
        if isinstance(sh, m.LastN):
            return sh.points if (worse < sh.count if sh.ties_in else worse + equal <= sh.count) else 0
        by = (sum(xs) - len(xs) * x) * (1 if up else -1)
        return sh.points if by <= 0 else max(0, sh.points - sh.minus * (by // (len(xs) * sh.each)))

    def _section(self, node: m.Section, state: State) -> None:
        a = self.part(state, node.start, node.rounding)
        self._add(state, node.key, "start", a)
        children = [c for c in node.children if c.counted and c.key in state.applies]
        award = [c for c in children if isinstance(c, m.Section) or c.side is m.Side.AWARD]
        gained = sum(state.points[c.key] for c in award)
        if node.combine is m.Children.HIGHEST and award:
            top = max(state.points[c.key] for c in award)
            self._add(state, node.key, "highest_only", top - gained)
            gained = top
        v = a + gained
        if node.cap is not None:
            self._add(state, node.key, "cap", min(v, node.cap) - v)
            v = min(v, node.cap)
        v -= sum(state.points[c.key] for c in children if c not in award)
        for rule, limit, pick in (("floor", node.floor, max), ("ceiling", node.ceiling, min)):
            if limit is not None:
                self._add(state, node.key, rule, pick(v, limit) - v)
                v = pick(v, limit)
        w = Fraction(v * node.weight[0], node.weight[1])
        f = rounded(w, m.Rounding(1, m.Round.HALF_UP))
        r = rounded(w, node.rounding)
        self._add(state, node.key, "weight", f - v)
        self._add(state, node.key, "rounding", r - f)
        if not node.counted:
            self._add(state, node.key, "uncounted", -r)
        state.points[node.key] = r
        if node is self.scheme.total:
            state.points["exact"] = f

    def totals(self, blocked: set[int] = frozenset()) -> dict[int, dict[str, Any]]:  # type: ignore[assignment]
        """§6: totals, grades, limits, alerts of everyone scored."""
        sc, order = self.scheme, [g.key for g in self.scheme.grades]
        found: dict[int, dict[str, Any]] = {}
        worst = len(order)
        for s in self.states:
            total = s.points[sc.total.key]
            exact = s.points.get("exact", 0)
            g = total if sc.grade_on is m.GradeOn.ROUNDED else exact
            at = next((i for i, x in enumerate(sc.grades) if x.at_least is None or x.at_least <= g), worst)
            out = {"total": total, "exact": exact, "banded": at, "grade": at, "limits": [], "g": g, "open": False}
            for rule in (*sc.gates, *sc.vetoes):
                if not holds(rule.applies, s.subject):
                    continue
                if isinstance(rule, m.Gate):
                    acts = not all(any(self.test(s, t) for t in need.any_of) for need in rule.needs)
                else:
                    acts = any(self.test(s, t) for t in rule.any_of)
                if acts:
                    out["limits"].append(rule.key)
                    out["grade"] = (
                        worst if rule.effect is m.Effect.NO_GRADE else max(out["grade"], order.index(rule.grade))
                    )
            if s.subject["subject"] in blocked or self.exempt(s):
                out["grade"] = worst
            out["alerts"] = [a.key for a in sc.alerts if g < a.below]
            found[s.subject["subject"]] = out
        for quota in sc.quotas:
            self._quota(quota, found, order.index(quota.grade), worst)
        return found

    def _quota(self, quota: m.Quota, found: dict[int, dict[str, Any]], at: int, worst: int) -> None:
        lists = defaultdict(list)
        for s in self.states:
            if found[s.subject["subject"]]["grade"] < worst:
                lists[tuple(text(s.subject.get(name)) for name in quota.lists)].append(s)
        for group in lists.values():
            share = rounded(Fraction(len(group) * quota.amount, ONE), m.Rounding(1, quota.rounding))
            limit = quota.amount if quota.by is m.QuotaBy.FIRST_N else max(quota.minimum, share)
            held = [s for s in group if found[s.subject["subject"]]["grade"] <= at]
            if len(held) <= limit:
                continue
            rank = {
                s.subject["subject"]: (found[s.subject["subject"]]["g"], *(s.points.get(k, 0) for k in quota.tie_break))
                for s in held
            }
            ordered = sorted(rank.values(), reverse=True)
            edge = ordered[limit - 1] if limit and ordered[limit - 1] == ordered[limit] else None
            last = ordered[limit - 1] if limit else None
            for who, x in rank.items():
                tied = edge is not None and x == edge
                stays = quota.ties is m.QuotaTies.ALL_IN if tied else last is not None and x >= last
                if not stays:
                    found[who]["grade"] = at + 1
                    found[who]["open"] |= tied and quota.ties is m.QuotaTies.LEFT_OPEN
