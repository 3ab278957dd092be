"""What of a unit scheme people must bring: marks in a range, findings, amounts, ballots, results of other offices. No queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from touyan.scoring.model import Ballot, Clause, Imported, Match, Panel, Scheme, clauses
from touyan.scoring.parts.units import Rate, Value

NESTED = "scheme:"


@dataclass(frozen=True)
class Option:
    """One row of a points table that an office may choose: its key, what it is worth, what a fact of it carries."""

    key: str
    points: int
    attributes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Line:
    """One line that an office can be asked to fill.

    `kind`: mark (a number from `low` to `high`, 1/10,000 point, wanted for every unit), amount (a number), finding (it is so,
    with a reason). `rate` names the row of a points table when several offices share the item.
    """

    node: str
    rate: str
    title: str
    article: str
    quote: str
    kind: str
    low: int
    high: int
    options: tuple[Option, ...]

    @property
    def key(self) -> str:
        return f"{self.node}/{self.rate}" if self.rate else self.node

    def option(self, key: str) -> Option | None:
        """The row of that key; the only one when there is but one."""
        if len(self.options) == 1:
            return self.options[0]
        return next((one for one in self.options if one.key == key), None)


def lines_of(scheme: Scheme) -> list[Line]:
    """Every line that an office can fill, in the order of the rule; those of nobody are read from the ledger."""
    found: list[Line] = []
    for clause in clauses(scheme.total):
        if isinstance(clause.shape, Ballot | Panel | Imported) or not clause.when.tests:
            continue
        marks = [rate for rate in clause.rates if rate.value is Value.MARK]
        found += [_mark(clause, rate) for rate in marks]
        if len(marks) < len(clause.rates) or not clause.rates:
            found.append(_other(clause, [rate for rate in clause.rates if rate.value is not Value.MARK]))
    for tally in scheme.tallies:
        options = _options(tally.key, 0, _plain(tally.when), tally.when)
        kind = "amount" if tally.quantity else "finding"
        found.append(
            Line(tally.key, "", tally.title, tally.basis.article, tally.basis.quote, kind, 0, 0, tuple(options))
        )
    return found


def line_of(scheme: Scheme, node: str, rate: str) -> Line | None:
    """One line by its keys."""
    return next((line for line in lines_of(scheme) if (line.node, line.rate) == (node, rate)), None)


def _mark(clause: Clause, rate: Rate) -> Line:
    attributes = _plain(clause.when) | _plain(rate.when)
    option = Option(rate.key, 0, tuple(sorted(attributes.items())))
    title = f"{clause.title}（{rate.key}）" if len(clause.rates) > 1 else clause.title
    basis = clause.basis
    return Line(clause.key, rate.key, title, basis.article, basis.quote, "mark", rate.low, rate.high, (option,))


def _other(clause: Clause, rates: list[Rate]) -> Line:
    base = _plain(clause.when)
    options: list[Option] = []
    for rate in rates:
        options += _options(rate.key, rate.points, base | _plain(rate.when), clause.when)
    if not rates:
        options = _options("", 0, base, clause.when)
    amount = clause.quantity or any(rate.value is Value.PER_QUANTITY for rate in rates)
    kind = "amount" if amount else "finding"
    basis = clause.basis
    return Line(clause.key, "", clause.title, basis.article, basis.quote, kind, 0, 0, tuple(options))


def _options(key: str, points: int, attributes: Mapping[str, str], when: Match) -> list[Option]:
    """One option, or one per value where the condition names several values of the further attribute."""
    several = next((t.values for t in when.tests if t.attribute == "tag" and not t.negated and len(t.values) > 1), ())
    if not several:
        return [Option(key, points, tuple(sorted(attributes.items())))]
    return [Option(value, points, tuple(sorted({**attributes, "tag": value}.items()))) for value in several]


def _plain(when: Match) -> dict[str, str]:
    """What a fact must carry to be meant: the first value of every positive test."""
    return {
        test.attribute: test.values[0]
        for test in when.tests
        if not test.negated and test.values and not test.attribute.startswith("subject.")
    }


def ballots_of(scheme: Scheme) -> list[Clause]:
    """Items that are a ballot."""
    return [clause for clause in clauses(scheme.total) if isinstance(clause.shape, Ballot)]


def sources_of(scheme: Scheme) -> list[str]:
    """Other measures whose results the scheme takes over, each once."""
    shapes = [clause.shape for clause in clauses(scheme.total)]
    named = [s.source for s in shapes if isinstance(s, Imported) and not s.source.startswith(NESTED)]
    return list(dict.fromkeys(named))


def applies(when: Match, subject: Mapping[str, object]) -> bool:
    """Whether a condition on subjects holds for a row of the population."""
    for test in when.tests:
        own = str(subject.get(test.attribute.removeprefix("subject."), "") or "")
        if (own in test.values) == test.negated:
            return False
    return True


def applies_to(scheme: Scheme, node: str) -> Match:
    """Whom an item applies to; a tally applies to everybody."""
    return next((c.applies for c in clauses(scheme.total) if c.key == node), Match(()))
