"""From units to points: the shapes a clause may have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from touyan.scoring.parts.terms import Of, Rounding


class Period(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"


class Order(StrEnum):
    EARLIEST_FIRST = "earliest_first"
    LOWEST_FIRST = "lowest_first"
    HIGHEST_FIRST = "highest_first"


class Partial(StrEnum):
    """Below the count that is to be reached."""

    NOTHING = "nothing"
    PRO_RATA = "pro_rata"
    MINUS_EACH = "minus_each"  # `minus` for each whole unit missing, never below 0


@dataclass(frozen=True, slots=True)
class Spread:
    """At least `at_least` units in each of at least `periods` periods of the window.

    Otherwise NOTHING: the clause is worth 0; MINUS_EACH: `minus` for each period missing, never
    below 0; PRO_RATA: points times good periods / `periods`.
    """

    period: Period
    at_least: int
    periods: int
    otherwise: Partial
    minus: int


@dataclass(frozen=True, slots=True)
class Sum:
    """Per unit: the units' points added."""


@dataclass(frozen=True, slots=True)
class Once:
    """Flat once: the points of the highest unit, however many."""


@dataclass(frozen=True, slots=True)
class Flat:
    """`points` to everyone the clause applies to, facts or none (a base)."""

    points: int


@dataclass(frozen=True, slots=True)
class Reach:
    """`points` when the count is at least `count`, else by `partial`."""

    count: int
    points: int
    partial: Partial
    minus: int
    spread: Spread | None


@dataclass(frozen=True, slots=True)
class FromNth:
    """The sum of the units from the `nth` on; `order` says which units are the first ones."""

    nth: int
    order: Order


class Beyond(StrEnum):
    REPEAT_LAST = "repeat_last"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Ordinal:
    """points[0] for the first unit, points[1] for the second …, the unit's own points unused."""

    points: tuple[int, ...]
    beyond: Beyond


@dataclass(frozen=True, slots=True)
class Target:
    """`points` at `count`; `more` for each whole unit above, `fewer` off for each below."""

    count: int
    points: int
    more: int
    fewer: int


class Empty(StrEnum):
    """When there is nothing to divide by."""

    NOTHING = "nothing"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Steps:
    """Step function: the points of the highest step reached, 0 below the lowest.

    `steps` are (at least, points), rising in the first. What is compared: the count (of = COUNT)
    or sum (of = POINTS); with `per` (a tally key) it is that amount divided by the tally's count.
    `empty` speaks only with `per`: FULL = the last step's points.
    """

    of: Of
    per: str | None
    steps: tuple[tuple[int, int], ...]
    empty: Empty


@dataclass(frozen=True, slots=True)
class Proportion:
    """`points` times count / count of the tally `per`, at most `points`."""

    per: str
    points: int
    empty: Empty


class Missing(StrEnum):
    AS_ZERO = "as_zero"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Mean:
    """Mean of the sums of the periods, each at most `cap_each` (None: no cap)."""

    period: Period
    missing: Missing
    cap_each: int | None


# shapes that need the whole population


class Ties(StrEnum):
    SHARE_BEST = "share_best"  # 1, 1, 3
    DENSE = "dense"  # 1, 1, 2
    SHARE_WORST = "share_worst"  # 2, 2, 3


@dataclass(frozen=True, slots=True)
class Source:
    """What is compared across subjects: `of` the node `node`; None: this clause's own units.

    `lists` are subject attributes; subjects that differ in one of them are never compared.
    """

    node: str | None
    of: Of
    lists: tuple[str, ...]
    higher_is_better: bool


@dataclass(frozen=True, slots=True)
class Rank:
    """values[place - 1]; beyond the table, the last value less `step` a place, never below floor."""

    source: Source
    values: tuple[int, ...]
    step: int
    floor: int
    ties: Ties


@dataclass(frozen=True, slots=True)
class RatioToBest:
    """`points` times own / best of the list (best <= 0: by `empty`); never below 0."""

    source: Source
    points: int
    empty: Empty


@dataclass(frozen=True, slots=True)
class LastN:
    """`points` for the last `count` of the list. Ties at the edge: all in, or all out."""

    source: Source
    count: int
    points: int
    ties_in: bool


@dataclass(frozen=True, slots=True)
class AgainstMean:
    """`points` when not worse than the list's mean, else `minus` off per whole `each` worse, >= 0."""

    source: Source
    points: int
    each: int
    minus: int


# shapes that read other tables


class NoQuorum(StrEnum):
    NOTHING = "nothing"
    FULL = "full"


class NoClass(StrEnum):
    """A class of voter without a valid ballot: its part is 0, or the others' weights fill up."""

    AS_ZERO = "as_zero"
    REDISTRIBUTE = "redistribute"


@dataclass(frozen=True, slots=True)
class Ballot:
    """`points` times the weighted mean of the choices' coefficients.

    `choices`: (choice, coefficient 1/10,000, or None: leaves the denominator). `questions` and
    `classes`: (key, weight); weights are taken relative to their sum. `quorum`: least number of
    valid ballots over all classes for each question.
    """

    questions: tuple[tuple[str, int], ...]
    classes: tuple[tuple[str, int], ...]
    choices: tuple[tuple[str, int | None], ...]
    points: int
    quorum: int
    no_quorum: NoQuorum
    no_class: NoClass
    round_each: Rounding | None


class PanelBy(StrEnum):
    MEAN = "mean"  # the mean of the marks
    MEAN_RANK = "mean_rank"  # each judge's marks ranked, ranks averaged (1 = best)


@dataclass(frozen=True, slots=True)
class Panel:
    """Judges' marks for `question`. More than `drop_above` marks: `drop_each` highest and lowest out.

    MEAN: the mean is the points. MEAN_RANK: subjects placed by mean rank (lower is better, ties
    share the best place) get values[place - 1], beyond the table the last value.
    """

    question: str
    by: PanelBy
    drop_above: int
    drop_each: int
    values: tuple[int, ...]


class NoResult(StrEnum):
    NOTHING = "nothing"
    BLOCK = "block"  # listed as a problem; the subject is shown but not graded


@dataclass(frozen=True, slots=True)
class Imported:
    """The result `source` of another office, or of another scheme of the document, times factor."""

    source: str
    factor: tuple[int, int]
    absent: NoResult


LocalShape = Sum | Once | Flat | Reach | FromNth | Ordinal | Target | Steps | Proportion | Mean
PopulationShape = Rank | RatioToBest | LastN | AgainstMean
TableShape = Ballot | Panel | Imported
Shape = LocalShape | PopulationShape | TableShape
