"""Random documents, facts and tables from a seed, covering every construct of the language.

`test_generate.py` counts what a few hundred seeds bring, so that no construct is left out unseen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from touyan.scoring import model as m
from touyan.scoring.tests.cast import ANY, BASIS, YEAR

KINDS, STAGES, ROLES, SECTORS = ("甲", "乙", "丙"), ("立案", "采用"), ("委员", "常委"), ("经济", "教育", "")
QUESTIONS, VOTERS, CHOICES, SOURCES = ("德", "能"), ("群众", "领导"), ("优", "中", "差", "弃权"), ("党委", "统战部")
WINDOWS = (
    m.Window(date(2025, 1, 1), date(2025, 6, 30)),
    m.Window(date(2024, 11, 16), date(2025, 10, 15)),
    m.Window(date(2025, 3, 1), date(2025, 3, 31)),
)
ONE = m.ONE


class Maker:
    """Makes one document, its facts and its tables; the same seed makes the same."""

    def __init__(self, seed: int) -> None:
        self.r = Random(seed)
        self.done: list[str] = []
        self.before: list[str] = []  # schemes of the document made so far
        self.number = 0

    def amount(self, most: int = 20) -> int:
        return self.r.choice((ONE, ONE // 2, ONE // 3, 2500)) * self.r.randint(0, most)

    def rounding(self) -> m.Rounding:
        return m.Rounding(self.r.choice((1, 1, 100, 1000, ONE)), self.r.choice(list(m.Round)))

    def key(self) -> str:
        self.number += 1
        return f"n{self.number}"

    def when(self) -> m.Match:
        tests = [m.Is("kind", tuple(self.r.sample(KINDS, self.r.randint(1, 2))), False)]
        if self.r.random() < 0.3:
            tests.append(m.Is("stage", (self.r.choice(STAGES),), self.r.random() < 0.3))
        if self.r.random() < 0.15:
            tests.append(m.Is("subject.role", (self.r.choice(ROLES),), self.r.random() < 0.3))
        return m.Match(tuple(tests))

    def window(self) -> m.Window | None:
        return self.r.choice(WINDOWS) if self.r.random() < 0.15 else None

    def some(self, attribute: str, values: tuple[str, ...], chance: float) -> m.Match:
        return m.Match((m.Is(attribute, (self.r.choice(values),), False),)) if self.r.random() < chance else ANY

    def tally(self) -> m.Tally:
        r = self.r
        return m.Tally(self.key(), "统计", self.when(), r.random() < 0.4, r.random() < 0.4, self.window(), BASIS)

    def rate(self) -> m.Rate:
        r, value = self.r, self.r.choice(list(m.Value))
        mark = value is m.Value.MARK
        low = self.amount(2) if mark else 0
        high = low + self.amount(6) if mark else 0
        outside = r.choice(list(m.Outside)) if mark else m.Outside.REFUSE
        when = self.some("stage", STAGES, 0.5)
        return m.Rate(self.key(), when, value, 0 if mark else self.amount(10), low, high, outside)

    def test(self) -> m.Test:
        compare = self.r.choice(list(m.Compare))
        return m.Test(self.r.choice(self.done), self.r.choice(list(m.Of)), compare, self.amount(4))

    def share(self) -> m.Share:
        den = self.r.randint(1, 4)
        return m.Share(self.r.choice(list(m.Authors)), self.r.randint(1, 3), (self.r.randint(0, den), den))

    def source(self) -> m.Source:
        r = self.r
        lists = r.choice(((), ("sector",), ("role", "sector")))
        node = r.choice(self.done) if self.done and r.random() < 0.3 else None
        return m.Source(node, r.choice(list(m.Of)), lists, r.random() < 0.7)

    def shape(self, tallies: list[str]) -> Any:
        r, kind = self.r, self.r.randrange(24)
        empty, period = r.choice(list(m.Empty)), r.choice(list(m.Period))
        per = r.choice(tallies)
        if kind <= 3:
            return m.Sum()
        if kind == 4:
            return m.Once()
        if kind == 5:
            return m.Flat(self.amount())
        if kind in {6, 7}:
            spread = m.Spread(period, ONE, r.randint(1, 4), r.choice(list(m.Partial)), self.amount(2))
            partial = r.choice(list(m.Partial))
            return m.Reach(ONE * r.randint(1, 4), self.amount(), partial, self.amount(3), r.choice((None, spread)))
        if kind == 8:
            return m.FromNth(r.randint(1, 3), r.choice(list(m.Order)))
        if kind == 9:
            points = tuple(self.amount(5) for _n in range(r.randint(1, 3)))
            return m.Ordinal(points, r.choice(list(m.Beyond)))
        if kind == 10:
            return m.Target(ONE * r.randint(0, 3), self.amount(), self.amount(2), self.amount(2))
        if kind == 11:
            steps = sorted({self.r.randint(0, 4) * ONE for _n in range(3)})
            table = tuple((least, self.amount()) for least in steps)
            return m.Steps(r.choice(list(m.Of)), r.choice((None, per)), table, empty)
        if kind == 12:
            return m.Proportion(per, self.amount(), empty)
        if kind == 13:
            return m.Mean(period, r.choice(list(m.Missing)), r.choice((None, self.amount(3))))
        if kind == 14:
            values = tuple(sorted((self.amount() for _n in range(r.randint(1, 4))), reverse=True))
            return m.Rank(self.source(), values, self.amount(1), self.amount(1), r.choice(list(m.Ties)))
        if kind == 15:
            return m.RatioToBest(self.source(), self.amount(), empty)
        if kind == 16:
            return m.LastN(self.source(), r.randint(1, 3), self.amount(3), r.random() < 0.5)
        if kind == 17:
            return m.AgainstMean(self.source(), self.amount(), ONE * r.randint(1, 2), self.amount(2))
        return self.ballot() if kind in {18, 19} else self.panel() if kind in {20, 21} else self.imported()

    def weights(self, names: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
        made = [(name, self.r.randint(0, 3) * 1000) for name in names[: self.r.randint(1, len(names))]]
        return tuple(made) if sum(weight for _name, weight in made) else ((names[0], 1000),)

    def ballot(self) -> m.Ballot:
        r = self.r
        choices = tuple((name, r.choice((ONE, ONE * 8 // 10, 3333, 0))) for name in CHOICES[: r.randint(1, 3)])
        choices += (("弃权", None),) if r.random() < 0.6 else ()
        each = r.choice((None, self.rounding()))
        quorum, none = r.choice((0, 0, 3, 8)), r.choice(list(m.NoQuorum))
        missing = r.choice(list(m.NoClass))
        asked, voting = self.weights(QUESTIONS), self.weights(VOTERS)
        return m.Ballot(asked, voting, choices, self.amount(), quorum, none, missing, each)

    def panel(self) -> m.Panel:
        r, values = self.r, tuple(self.amount() for _n in range(self.r.randint(1, 4)))
        return m.Panel(r.choice(QUESTIONS), r.choice(list(m.PanelBy)), r.randint(0, 5), r.randint(0, 2), values)

    def imported(self) -> m.Imported:
        nested = tuple(f"scheme:{key}" for key in self.before)
        factor = (self.r.randint(0, 3), self.r.randint(1, 3))
        return m.Imported(self.r.choice(SOURCES + 2 * nested), factor, self.r.choice(list(m.NoResult)))

    def clause(self, tallies: list[str]) -> m.Clause:
        r = self.r
        side = m.Side.DEDUCTION if r.random() < 0.25 else m.Side.AWARD
        extras = [
            m.Extra(self.key(), self.some("level", ("省级",), 0.7), (r.randint(1, 3), r.randint(1, 2)), self.amount(1))
        ]
        shape = self.shape(tallies)
        key = self.key()
        made = m.Clause(
            key, "项目", BASIS, side, self.some("subject.role", ROLES, 0.2), self.window(), self.when(),
            tuple(self.rate() for _n in range(r.randint(1, 3))), tuple(extras[: r.randint(0, 1)]), self.share(),
            r.choice(list(m.Combine)), r.random() < 0.3, r.choice(list(m.Already)), shape,
            tuple(self.test() for _n in range(r.random() < 0.2)),
            m.Waiver(self.test(), self.amount(3)) if r.random() < 0.1 else None,
            self.amount() if r.random() < 0.4 else None,
            r.choice((-1, 1)) * self.amount(1) if r.random() < 0.2 else None, self.rounding(), r.random() < 0.93,
        )  # fmt: skip
        self.done.append(key)
        return made

    def section(self, depth: int, tallies: list[str]) -> m.Section:
        r = self.r
        children = [
            self.section(depth - 1, tallies) if depth and r.random() < 0.35 else self.clause(tallies)
            for _n in range(r.randint(1, 3))
        ]
        key = self.key()
        made = m.Section(
            key, "部分", BASIS, self.some("subject.role", ROLES, 0.1), self.amount() if r.random() < 0.3 else 0,
            tuple(children), m.Children.HIGHEST if r.random() < 0.15 else m.Children.SUM,
            self.amount(40) if r.random() < 0.3 else None, self.amount(2) if r.random() < 0.5 else None,
            self.amount(40) if r.random() < 0.2 else None, (r.randint(1, 3), r.randint(1, 3)), self.rounding(),
            r.random() < 0.95,
        )  # fmt: skip
        self.done.append(key)
        return made

    def document(self) -> m.Document:
        """One to three schemes; a later one may import the totals of an earlier one."""
        schemes = []
        for number in range(self.r.choice((1, 1, 1, 2, 3))):
            schemes.append(self.scheme(f"s{number}"))
            self.before.append(f"s{number}")
        return m.Document("办法", tuple(schemes))

    def exclusives(self, clauses: list[str]) -> tuple[m.Exclusive, ...]:
        number = self.r.choice((0, 0, 1, 2)) if len(clauses) > 1 else 0
        some = [self.r.sample(clauses, min(len(clauses), self.r.randint(2, 3))) for _n in range(number)]
        return tuple(
            m.Exclusive(f"x{n}", tuple(keys), self.r.choice(list(m.Keep)), BASIS) for n, keys in enumerate(some)
        )

    def quota(self, grade: str) -> m.Quota:
        r, by = self.r, self.r.choice(list(m.QuotaBy))
        return m.Quota(
            grade, by, r.randint(0, 3) if by is m.QuotaBy.FIRST_N else r.randint(0, 5000), r.choice(list(m.Round)),
            r.randint(0, 2), r.choice(((), ("sector",))), tuple(r.sample(self.done[2:], r.randint(0, 1))),
            r.choice(list(m.QuotaTies)), BASIS,
        )  # fmt: skip

    def limits(self) -> tuple[tuple[m.Gate, ...], tuple[m.Veto, ...]]:
        r, made = self.r, []
        for key in ("g", "h", "v"):
            effect = r.choice(list(m.Effect))
            to = "良" if effect is m.Effect.LIMIT else None
            who = self.some("subject.role", ROLES, 0.3)
            needs = tuple(m.Need("一", (self.test(), self.test())) for _n in range(r.randint(1, 2)))
            made.append(
                m.Veto(key, "否决", who, (self.test(), self.test()), effect, to, BASIS)
                if key == "v"
                else m.Gate(key, "门槛", who, needs, effect, to, BASIS)
            )
        return tuple(made[: r.randint(0, 2)]), tuple(made[2:][: r.randint(0, 1)])  # type: ignore[return-value]

    def scheme(self, key: str = "s") -> m.Scheme:
        r = self.r
        tallies = [self.tally() for _n in range(2)]
        self.done = [tally.key for tally in tallies]
        total = replace(self.section(2, list(self.done)), counted=True)  # a whole that does not count is refused
        clauses = [c.key for c in m.clauses(total)]
        cutoff = date(2025, 12, r.randint(1, 31))
        dates = [None if r.random() < 0.2 else day for day in (cutoff, date(2024, 12, 15), date(2024, 11, 1))]
        late = m.LateRule(r.choice(list(m.Late)), *dates)
        line = sorted((self.amount(30) for _n in range(2)), reverse=True)
        grades = (m.Grade("优", "优秀", line[0]), m.Grade("良", "良好", line[1]), m.Grade("合", "合格", None))
        grades = grades[: r.choice((0, 2, 3, 3, 3))]
        gates, vetoes = self.limits() if grades else ((), ())
        quotas = tuple(self.quota(one.key) for one in grades[: r.choice((0, 0, 1, 2))])
        who = self.some("subject.kind", ("委员", "机关"), 0.3)
        return m.Scheme(
            key, "办法", "某市政协", "一", YEAR, None, BASIS, who, YEAR, late, r.choice(list(m.Joiners)),
            tuple(tallies), self.exclusives(clauses), total, r.choice(list(m.GradeOn)), grades,
            gates, vetoes, quotas, (m.Alert("a", "提示", self.amount(), BASIS),), (), (),
        )  # fmt: skip

    def subjects(self, count: int) -> list[dict[str, Any]]:
        r = self.r
        return [
            {
                "subject": number * 3,
                "kind": r.choice(("委员", "委员", "机关")),
                "role": r.choice(ROLES),
                "sector": r.choice(SECTORS) or None,
                "months": r.choice((None, None, None, r.randint(0, 14))),
            }
            for number in range(1, count + 1)
        ]

    def facts(self, subjects: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
        r, found = self.r, []
        for number in range(1, count + 1):
            day = date(2024, 10, 1) + timedelta(days=r.randint(0, 500))
            authors = r.choice((None, r.randint(1, 4)))
            found.append(
                {
                    "fact": number,
                    "subject": r.choice(subjects)["subject"] if r.random() < 0.98 else 999,
                    "work": r.choice((None, r.randint(1, max(2, count // 3)))),
                    "kind": r.choice(KINDS) if r.random() < 0.97 else None,
                    "stage": r.choice((*STAGES, None)),
                    "level": r.choice(("省级", "市级", None)),
                    "place": r.choice((None, r.randint(1, authors or 3))),
                    "authors": authors,
                    "quantity": r.choice((None, None, self.amount(6), -5 if r.random() < 0.02 else ONE)),
                    "day": day,
                    "recorded": r.choice((None, day + timedelta(days=r.randint(0, 60)))),
                    "counted_before": r.choice((None, False, r.random() < 0.2)),
                    "cancels": r.randint(1, number) if r.random() < 0.04 else None,
                }
            )
        for row in r.sample(found, min(len(found), r.choice((0, 0, 1, 2)))):
            found.append(row | ({"stage": "立案"} if r.random() < 0.3 else {}))  # repeated, or in conflict
        for row in r.sample(found, min(len(found), r.choice((0, 0, 1)))):
            odd = {"quantity": 10**9 + 1, "place": 0, "authors": 0, "day": date(1949, 12, 31), "subject": None}
            name = r.choice(sorted(odd))
            row[name] = odd[name]
        r.shuffle(found)
        return found

    def tables(self, subjects: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
        """Rows of ballots, marks and imported results, some of strangers and some that do not count."""
        r, who = self.r, [*(s["subject"] for s in subjects), 999]
        days = (None, date(2025, 12, 1), date(2025, 12, 31))
        ballots = [
            {"subject": s, "question": q, "voters": v, "choice": c, "count": r.choice((-1, 0, 1, 2, 5))}
            for s in who for q in (*QUESTIONS, "其他") for v in (*VOTERS, "来宾") for c in CHOICES if r.random() < 0.5
        ]  # fmt: skip
        marks = [
            {"subject": s, "question": q, "judge": j, "mark": self.amount(10)}
            for s in who for q in QUESTIONS for j in (1, 2, 3, 4, 5, 5, 6) if r.random() < 0.6
        ]  # fmt: skip
        imported = [
            {"subject": s, "source": x, "points": self.amount(), "version": None, "on": r.choice(days)}
            for s in who for x in (*SOURCES, "其他", SOURCES[0]) if r.random() < 0.6
        ]  # fmt: skip
        return {"ballots": ballots, "marks": marks, "imported": imported}
