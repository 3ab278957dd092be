"""docs/scoring.md read aloud in plain Python: slow, short, written without looking at the engine.
Rows are dicts with every column of `fields`. Words and § are those of the page; a short rule stands on one line."""

# fmt: off
from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction as Exact
from math import ceil, floor
from types import SimpleNamespace as Sheet

from touyan.scoring import model as m

ONE, FINEST = 10_000, m.Rounding(1, m.Round.HALF_UP)
MONTHS, FIRST, LAST = {"month": 1, "quarter": 3, "half_year": 6}, date(1950, 1, 1), date(2129, 6, 6)
text = lambda value: "" if value is None else str(value)
points_of = lambda unit: sum(value for value, _fact, _rate in unit)  # a unit: a list of (value, fact, rate row)
first_of = lambda unit: min((f["day"], f["fact"]) for _value, f, _rate in unit)
size_of = lambda c, unit: sum(f["quantity"] for _value, f, _rate in unit) if c.quantity else ONE

def rounded(x, how=FINEST):  # To a multiple of the unit; HALF_UP takes the half away from zero
    q = Exact(abs(x)) / how.unit
    n = {"half_up": floor(q + Exact(1, 2)), "down": floor(q), "up": ceil(q)}[how.mode]
    return (n if x >= 0 else -n) * how.unit

def holds(match, subject, fact=None):  # §2: all tests are true; `subject.` speaks of the subject, the rest of the fact
    both = {f"subject.{name}": value for name, value in subject.items()} | (fact or {})
    return all((text(both.get(test.attribute)) in test.values) != test.negated for test in match.tests)

def clean(facts, known):  # §1, steps 1 to 4: refusals, repeats, cancellation, empty values; ordered by day and number
    same, numbers, dead = defaultdict(list), {f["fact"] for f in facts}, set()
    for f in facts:
        q, c = f["quantity"], f["cancels"]
        missing = None in (f["fact"], f["subject"], f["day"]) or (c is None and f["kind"] is None)
        absurd = (q is not None and not 0 <= q <= 10**9) or any((f[n] or 1) < 1 or f[n] == 0 for n in ("place", "authors"))
        lost = f["subject"] not in known or (c is not None and not (c < f["fact"] and c in numbers))
        if not (missing or absurd or lost or not FIRST <= f["day"] <= LAST): same[f["fact"]].append(f)
    rows = {number: found[0] for number, found in same.items() if all(f == found[0] for f in found)}
    for number in sorted(rows, reverse=True):
        if number not in dead: dead.add(rows[number]["cancels"])
    live = [{**f, "quantity": ONE if f["quantity"] is None else f["quantity"], "recorded": f["recorded"] or f["day"],
             "work": ("alone", f["fact"]) if f["work"] is None else f["work"]}
            for f in rows.values() if f["fact"] not in dead and f["kind"] is not None]
    return sorted(live, key=lambda f: (f["day"], f["fact"]))

def admitted(f, window, late):  # §1, step 5
    inside = window.start <= f["day"] <= window.end
    in_time = late.cutoff is None or f["recorded"] <= late.cutoff
    old = (late.earliest or date.min) <= f["day"] < window.start and (late.since or date.min) < f["recorded"]
    carried = late.rule == "carry" and old and not f["counted_before"]
    return inside if late.rule == "by_day" else in_time and (inside or carried)
def month(day, window):  # Month index within the window, at least 0
    return max(0, 12 * (day.year - window.start.year) + day.month - window.start.month)

def share(rule, place, authors):  # §4, facts 5: the author's part of the whole, or why there is none
    kind, first = rule.authors, Exact(*rule.first)
    if kind == "ignore": return 1
    if kind == "equal": return "incomplete" if authors is None else Exact(1, authors)
    if kind == "first_part":
        if authors is None or (authors > 1 and place is None): return "incomplete"
        return 1 if authors == 1 else first if place == 1 else (1 - first) / (authors - 1)
    if place is None: return "incomplete"
    return 1 if place <= (1 if kind == "first_only" else rule.main) else "not_entitled"

def worth(c, subject, f):  # §4, facts 1 to 5: (raw, value, rule, rate row); value None: void
    rate, q = next((r for r in c.rates if holds(r.when, subject, f)), None), f["quantity"]
    if c.already == "exclude" and f["counted_before"]: return 0, None, "already", ""
    if rate is None: return 0, None, "no_rate", ""
    if rate.value == "mark":
        value = min(max(q, rate.low), rate.high)
        if value != q and rate.outside == "refuse": return 0, None, "refused", ""
    else:
        value = rate.points if rate.value == "fixed" else rounded(Exact(rate.points * q, ONE), c.rounding)
    for extra in (x for x in c.extras if holds(x.when, subject, f)):
        factor = Exact(*extra.factor)
        value = (value if factor == 1 else rounded(value * factor, c.rounding)) + extra.points
    part = share(c.share, f["place"], f["authors"])
    if isinstance(part, str): return value, None, part, ""
    counted = value if part == 1 else rounded(value * part, c.rounding)
    return value, counted, "counted" if counted == value else "shared", rate.key
def finishing(node, above=()):  # Nodes as they finish, children before their section, each with all that must hold for it to apply
    for child in getattr(node, "children", ()): yield from finishing(child, (*above, node.applies))
    yield node, (*above, node.applies)

class Reading:
    """One scheme over one population, a sheet for each subject. `nested`: totals by scheme key and subject."""
    def __init__(self, scheme, subjects, facts, tables=None, nested=None):
        self.scheme, self.tables, self.nested, self.sheets = scheme, tables or defaultdict(list), nested or {}, []
        self.months = month(scheme.window.end, scheme.window) + 1
        live = clean(facts, {s["subject"] for s in subjects})
        for s in sorted((s for s in subjects if holds(scheme.subjects, s)), key=lambda s: s["subject"]):
            joined = None if s["months"] is None or s["months"] >= self.months else max(s["months"], 0)
            self.sheets.append(Sheet(
                who=s["subject"], subject=s, facts=[f for f in live if f["subject"] == s["subject"]], units={}, rows={},
                joined=joined if scheme.joiners == "pro_rata" else None, steps=[], count=Counter(), points=Counter(),
                exempt=joined is not None and scheme.joiners == "exempt", total=0, exact=0, blocked=False, open=False))
        nodes = [(node, [s for s in self.sheets if all(holds(x, s.subject) for x in above)])
                 for node, above in finishing(scheme.total)]
        for sheet in self.sheets:
            mine = [node for node, there in nodes if sheet in there and isinstance(node, m.Clause)]
            for tally in scheme.tallies: self.tally(tally, sheet)
            for c in mine: self.make_units(c, sheet)
            self.exclusives(sheet)
            for c in mine: sheet.count[c.key] = sum(size_of(c, unit) for unit in sheet.units[c.key])
        for node, there in nodes: (self.section if isinstance(node, m.Section) else self.clause)(node, there)
    def taken(self, sheet, one):
        window = one.window or self.scheme.window
        return [f for f in sheet.facts if admitted(f, window, self.scheme.late) and holds(one.when, sheet.subject, f)]
    def tally(self, tally, sheet):  # §3
        rows = sorted(self.taken(sheet, tally), key=lambda f: f["quantity"] if tally.quantity else ONE)
        best = {f["work"] if tally.per_work else f["fact"]: f["quantity"] if tally.quantity else ONE for f in rows}
        sheet.count[tally.key] = sum(best.values())  # of a work, the highest came last
    def make_units(self, c, sheet):  # §4, facts and units: a row for each fact, and lists of (value, fact, rate) that are a unit each
        works, sheet.rows[c.key], sheet.units[c.key] = defaultdict(list), {}, []
        for f in self.taken(sheet, c):
            raw, value, rule, rate = worth(c, sheet.subject, f)
            sheet.rows[c.key][f["fact"]] = [raw, value or 0, rule]
            if value is not None: works[f["work"]].append((value, f, rate))
        for facts in works.values():  # in their order: of equals, the earliest is first
            top = sorted(facts, key=lambda x: -x[0])
            once = [next(x for x in top if x[2] == rate) for rate in {rate for _value, _fact, rate in facts}]
            keep = {"highest": top[:1], "latest": facts[-1:], "earliest": facts[:1], "once_per_rate": once}.get(c.combine, facts)
            sheet.units[c.key] += [[x] for x in facts] if c.combine == "each" else [keep]
            for x in facts:
                if x not in keep: sheet.rows[c.key][x[1]["fact"]][1:] = [0, "lower"]
    def exclusives(self, sheet):  # §4: each work stays in one of the clauses named
        for one in self.scheme.exclusives:
            held = defaultdict(Counter)
            for key in one.clauses:
                for unit in sheet.units.get(key, ()): held[unit[0][1]["work"]][key] += points_of(unit)
            for work, value in held.items():
                best = max(value.values())
                stays = next(k for k in one.clauses if k in value and (one.keep == "first_listed" or value[k] == best))
                for key in set(value) - {stays}:
                    for unit in [unit for unit in sheet.units[key] if unit[0][1]["work"] == work]:
                        sheet.units[key].remove(unit)
                        for _value, f, _rate in unit: sheet.rows[key][f["fact"]][1:] = [0, "exclusive"]
    def step(self, sheet, node, rule, before, after):  # A row, if the points change; the points after it
        change = before - after if getattr(node, "side", "") == "deduction" else after - before
        if change: sheet.steps.append((node.key, None, 0, change, rule))
        return after
    def test(self, sheet, test):
        x = (sheet.count if test.of == "count" else sheet.points)[test.node]
        return x >= test.amount if test.compare == "at_least" else x <= test.amount
    def clause(self, c, there):  # §4 from the shape on
        others = {m.Panel: self.panel, m.Imported: self.imported, **dict.fromkeys(m.PopulationShape.__args__, self.compared)}
        values = others[type(c.shape)](c, c.shape, there) if type(c.shape) in others else None
        for sheet in there:
            s = sum(map(points_of, sheet.units[c.key]))
            v = self.local(c, c.shape, sheet, sheet.units[c.key], s) if values is None else values.get(sheet.who, 0)
            v = self.step(sheet, c, "shape", s, v)
            if not all(self.test(sheet, test) for test in c.requires): v = self.step(sheet, c, "requires", v, 0)
            if c.waiver and self.test(sheet, c.waiver.test): v = self.step(sheet, c, "waiver", v, c.waiver.points)
            if c.cap is not None: v = self.step(sheet, c, "cap", v, min(v, c.cap))
            if c.floor is not None: v = self.step(sheet, c, "floor", v, max(v, c.floor))
            if not c.counted: self.step(sheet, c, "uncounted", v, 0)
            sheet.points[c.key] = v
    def part(self, sheet, amount, how):  # §2: what a joiner is given of an amount …
        return amount if sheet.joined is None else rounded(Exact(amount * sheet.joined, self.months), how)
    def asked(self, sheet, count, whole):  # … and what is asked of them
        some = Exact(sheet.joined or 0, self.months) if count > 0 and sheet.joined is not None else 1
        return count if some == 1 else max(1, ceil(count * some / whole)) * whole
    def less(self, how, v, minus, missing, part, c):  # What is left of v where a count was not reached
        return {"nothing": 0, "pro_rata": rounded(v * part, c.rounding), "minus_each": max(0, v - minus * missing)}[how]
    def periods(self, c, period, units, of):
        sums = Counter()
        for unit in units: sums[month(first_of(unit)[0], c.window or self.scheme.window) // MONTHS[period]] += of(unit)
        return sums
    def local(self, c, shape, sheet, units, s):  # §4, local shapes: v
        n, u, how = sheet.count[c.key], len(units), c.rounding
        match shape:
            case m.Sum(): return s
            case m.Ballot(): return self.ballot(c, shape, sheet.who)
            case m.Once(): return max(map(points_of, units), default=0)
            case m.Flat(points): return self.part(sheet, points, how)
            case m.Reach(count, v, partial, minus, spread):
                count = self.asked(sheet, count, ONE)
                if n < count: v = self.less(partial, v, minus, ceil(Exact(count - n, ONE)), Exact(n, count), c)
                if spread is None: return v
                sums = self.periods(c, spread.period, units, lambda unit: size_of(c, unit))
                g, want = sum(x >= spread.at_least for x in sums.values()), self.asked(sheet, spread.periods, 1)
                return v if g >= want else self.less(spread.otherwise, v, spread.minus, want - g, Exact(g, want), c)
            case m.FromNth(nth, order):
                by = {"earliest_first": first_of, "lowest_first": points_of, "highest_first": lambda unit: -points_of(unit)}
                return sum(map(points_of, sorted(units, key=by[order])[nth - 1:]))
            case m.Ordinal(points, beyond):
                return sum(points[:u]) + (points[-1] * max(0, u - len(points)) if beyond == "repeat_last" else 0)
            case m.Target(count, points, more, fewer):
                over = Exact(n - self.asked(sheet, count, ONE), ONE)
                return points + (more if over >= 0 else fewer) * floor(over)
            case m.Steps(of, per, steps, empty):
                a, d = n if of == "count" else s, ONE if per is None else sheet.count[per]
                if d <= 0: return steps[-1][1] if empty == "full" else 0
                return next((v for least, v in reversed(steps) if least * d <= a * ONE), 0)
            case m.Proportion(per, points, empty):
                d = sheet.count[per]
                return (points if empty == "full" else 0) if d <= 0 else min(points, rounded(Exact(points * n, d), how))
            case m.Mean(period, missing, cap):
                window, sums = c.window or self.scheme.window, self.periods(c, period, units, points_of)
                number = month(window.end, window) // MONTHS[period] + 1 if missing == "as_zero" else len(sums)
                return rounded(Exact(sum(x if cap is None else min(x, cap) for x in sums.values()), number or 1), how)
    def compared(self, c, shape, there):  # §4, population shapes: v by subject
        source, lists = shape.source, defaultdict(dict)
        for sheet in (sheet for sheet in there if not sheet.exempt):
            x = (sheet.count if source.of == "count" else sheet.points)[source.node or c.key]
            if source.node is None and source.of == "points": x = sum(map(points_of, sheet.units[c.key]))
            lists[tuple(text(sheet.subject[name]) for name in source.lists)][sheet.who] = x
        return {who: self.placed(c, shape, x, list(xs.values())) for xs in lists.values() for who, x in xs.items()}
    def placed(self, c, shape, x, xs):
        up = 1 if shape.source.higher_is_better else -1
        better, worse, equal = [y for y in xs if y * up > x * up], sum(y * up < x * up for y in xs), xs.count(x)
        match shape:
            case m.Rank(_, values, step, least, ties):
                place = len(set(better)) + 1 if ties == "dense" else len(better) + (equal if ties == "share_worst" else 1)
                return [*values, *(max(least, values[-1] - step * k) for k in range(1, place + 1))][place - 1]
            case m.RatioToBest(_, points, empty):
                own, best = (x, max(xs)) if up > 0 else (min(xs), x)
                return (points if empty == "full" else 0) if best <= 0 else max(0, rounded(Exact(points * own, best), c.rounding))
            case m.LastN(_, count, points, ties_in):
                return points if (worse < count if ties_in else worse + equal <= count) else 0
            case m.AgainstMean(_, points, each, minus):
                by = (sum(xs) - len(xs) * x) * up
                return points if by <= 0 else max(0, points - minus * (by // (len(xs) * each)))
    def ballot(self, c, sh, who):  # §4: the weighted mean over questions and classes, exact until the end
        worth, total, votes = dict(sh.choices), Exact(0), [v for v in self.tables["ballots"] if v["subject"] == who and v["count"] >= 0]
        for question, weight in sh.questions:
            cast = {k: [v for v in votes if (v["question"], v["voters"]) == (question, k) and worth.get(v["choice"]) is not None]
                    for k, _share in sh.classes}
            valid = {k: sum(v["count"] for v in cast[k]) for k in cast}
            if sum(valid.values()) < sh.quorum: return sh.points if sh.no_quorum == "full" else 0
            parts, whole = Exact(0), sum(w for k, w in sh.classes if valid[k] or sh.no_class == "as_zero")
            for k, w in sh.classes:
                score = Exact(sum(v["count"] * worth[v["choice"]] for v in cast[k]) * sh.points, ONE * (valid[k] or 1))
                parts += w * (score if sh.round_each is None else rounded(score, sh.round_each))
            total += weight * (parts / whole if whole else 0)
        return rounded(total / sum(weight for _question, weight in sh.questions), c.rounding)
    def panel(self, c, sh, there):  # §4: marks, or the judges' places in their stead; highest and lowest dropped; the mean, or its place
        judges, means = defaultdict(dict), {}
        for row in self.tables["marks"]:
            if row["question"] == sh.question and row["subject"] in {sheet.who for sheet in there}:
                marks = judges[row["judge"]]
                marks[row["subject"]] = max(row["mark"], marks.get(row["subject"], row["mark"]))
        for who in (sheet.who for sheet in there):
            marks = [(own[who], 1 + sum(x > own[who] for x in own.values())) for own in judges.values() if who in own]
            kept = sorted(mark if sh.by == "mean" else place for mark, place in marks)
            if len(kept) > max(sh.drop_above, 2 * sh.drop_each): kept = kept[sh.drop_each:len(kept) - sh.drop_each]
            if kept: means[who] = Exact(sum(kept), len(kept))
        if sh.by == "mean": return {who: rounded(mean, c.rounding) for who, mean in means.items()}
        return {who: sh.values[min(sum(x < mean for x in means.values()), len(sh.values) - 1)] for who, mean in means.items()}
    def imported(self, c, sh, there):
        rows = [row for row in self.tables["imported"] if row["source"] == sh.source]
        found = {r["subject"]: r["points"] for r in sorted(rows, key=lambda r: (r["on"] or date.min, r["points"]))}
        if sh.source.startswith("scheme:"): found = self.nested.get(sh.source[7:], {})
        for sheet in there: sheet.blocked |= sh.absent == "block" and sheet.who not in found
        return {who: rounded(points * Exact(*sh.factor), c.rounding) for who, points in found.items()}
    def section(self, node, there):  # §5
        for sheet in there:
            children = [c for c in node.children if c.counted and holds(c.applies, sheet.subject)]
            minus = [sheet.points[c.key] for c in children if getattr(c, "side", "") == "deduction"]
            award = [sheet.points[c.key] for c in children if getattr(c, "side", "") != "deduction"]
            start = self.step(sheet, node, "start", 0, self.part(sheet, node.start, node.rounding))
            v = start + sum(award)
            if node.combine == "highest" and award: v = self.step(sheet, node, "highest_only", v, start + max(award))
            if node.cap is not None: v = self.step(sheet, node, "cap", v, min(v, node.cap))
            v -= sum(minus)
            if node.floor is not None: v = self.step(sheet, node, "floor", v, max(v, node.floor))
            if node.ceiling is not None: v = self.step(sheet, node, "ceiling", v, min(v, node.ceiling))
            w = v * Exact(*node.weight)
            sheet.exact = self.step(sheet, node, "weight", v, rounded(w))
            sheet.total = sheet.points[node.key] = self.step(sheet, node, "rounding", sheet.exact, rounded(w, node.rounding))
            if not node.counted: self.step(sheet, node, "uncounted", sheet.total, 0)
    def graded(self):  # §6. Grades are places in the scheme's list, one past its end is none
        sc, order = self.scheme, [grade.key for grade in self.scheme.grades]
        for sheet in self.sheets:
            sheet.g = sheet.total if sc.grade_on == "rounded" else sheet.exact
            bands = [k for k, one in enumerate(sc.grades) if one.at_least is None or one.at_least <= sheet.g]
            sheet.banded = sheet.grade = min(bands, default=len(order))
            gates = [x for x in sc.gates if not all(any(self.test(sheet, t) for t in need.any_of) for need in x.needs)]
            acting = gates + [x for x in sc.vetoes if any(self.test(sheet, t) for t in x.any_of)]
            acting = [x for x in acting if holds(x.applies, sheet.subject)]
            lowest = [len(order) if x.effect == "no_grade" else order.index(x.grade) for x in acting]
            sheet.grade = len(order) if sheet.blocked or sheet.exempt else max([sheet.grade, *lowest])
            sheet.limits, sheet.alerts = [x.key for x in acting], [x.key for x in sc.alerts if sheet.g < x.below]
        for quota in sc.quotas:
            lists = defaultdict(list)
            for sheet in (sheet for sheet in self.sheets if sheet.grade < len(order)):
                lists[tuple(text(sheet.subject[name]) for name in quota.lists)].append(sheet)
            for graded in lists.values(): self.quota(quota, graded, order.index(quota.grade))
        return self.sheets
    def quota(self, quota, graded, place):
        part = rounded(Exact(len(graded) * quota.amount, ONE), m.Rounding(1, quota.rounding))
        limit = quota.amount if quota.by == "first_n" else max(quota.minimum, part)
        rank = {s.who: (s.g, *(s.points[key] for key in quota.tie_break)) for s in graded if s.grade <= place}
        for sheet in (sheet for sheet in graded if sheet.who in rank):
            before = sum(x > rank[sheet.who] for x in rank.values())
            within = sum(x >= rank[sheet.who] for x in rank.values()) <= limit
            tied = before < limit and not within
            if not within and not (tied and quota.ties == "all_in"):
                sheet.grade, sheet.open = place + 1, sheet.open or (tied and quota.ties == "left_open")
