"""Join a plan to a store: classes of subjects, time intervals, what each signature does.

Everything a scheme says is worked out here on distinct signatures, in ordinary array code; the
kernels only look the answers up. Nothing of a scheme becomes code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from touyan.scoring import layout
from touyan.scoring.model import (
    Clause,
    Joiners,
    Late,
    Mean,
    Once,
    Reach,
    Tally,
    Window,
)
from touyan.scoring.plan import Plan, matches
from touyan.scoring.scaling import months_of
from touyan.scoring.simple import Roles, facts_allowed, roles, simplify
from touyan.scoring.store import Store
from touyan.scoring.tables_of_shapes import shape_tables
from touyan.scoring.tree import tree_of

if TYPE_CHECKING:
    from touyan.scoring.actions import Built

Array = np.ndarray[Any, Any]
MODES = {"half_up": 0, "down": 1, "up": 2}
WORD = 62
"""Windows whose answers fit a number."""
PERIOD_MONTHS = {"month": 1, "quarter": 3, "half_year": 6}


@dataclass(frozen=True)
class Classes:
    """Kinds of subject the scheme can tell apart; -1 for those it does not score."""

    of: Array  # int32 per subject
    truth: list[dict[Any, bool]]  # per class: subject test -> holds
    months: list[int | None]  # per class: m of a joiner
    exempt: Array  # bool per subject


@dataclass(frozen=True)
class Bound:
    """What the kernels need, besides scratch."""

    plan: Plan
    store: Store
    classes: Classes
    facts: layout.Facts
    actions: layout.Actions
    units: layout.Units
    shapes: layout.Shapes
    tree: layout.Tree
    role: Roles
    allowed: int  # most facts a subject may have, lest sums run over
    rates: int
    periods: int
    room: int  # most units a subject can list
    sign: Array  # -1 for deductions


def classify(plan: Plan, store: Store) -> Classes:
    """Classes by the truth of every test on subjects, and by months where they matter."""
    scheme = plan.scheme
    subject_tests = list(
        dict.fromkeys(t for m in matches(scheme) for t in m.tests if t.attribute.startswith("subject."))
    )
    table = store.subject_table
    full = months_of(scheme.window)
    texts = table["months"].texts()
    months = [None if not text or int(text) >= full else max(int(text), 0) for text in texts]
    holds = [table[t.attribute[8:]].among(t.values) != t.negated for t in subject_tests]
    keys: dict[tuple[Any, ...], int] = {}
    of_row = np.full(len(texts), -1, np.int32)
    exempt_row = np.zeros(len(texts), bool)
    truth: list[dict[Any, bool]] = []
    joined: list[int | None] = []
    for row in range(len(texts)):
        facts = {t: bool(h[row]) for t, h in zip(subject_tests, holds, strict=True)}
        if not all(facts[t] for t in scheme.subjects.tests):
            continue
        exempt_row[row] = scheme.joiners is Joiners.EXEMPT and months[row] is not None
        m = months[row] if scheme.joiners is Joiners.PRO_RATA else None
        key = (*facts.values(), m)
        if key not in keys:
            keys[key] = len(truth)
            truth.append(facts)
            joined.append(m)
        of_row[row] = keys[key]
    if not truth:
        truth, joined = [dict.fromkeys(subject_tests, False)], [None]
    return Classes(of_row[store.kind], truth, joined, exempt_row[store.kind])


def day_number(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - 719_163


def windows_of(plan: Plan) -> list[Window]:
    """Distinct windows of the plan, the scheme's own first."""
    own = [plan.scheme.window]
    own += [n.window for n in plan.nodes[: plan.units] if isinstance(n, Tally | Clause) and n.window is not None]
    return list(dict.fromkeys(own))


def admitted(plan: Plan, store: Store, window: Window, day: Array, recorded: Array, before: Array) -> Array:
    """Which (day, recorded, counted before) a node with this window admits (§1.5)."""
    late = plan.scheme.late
    start, end = day_number(window.start), day_number(window.end)
    inside = (start <= day) & (day <= end)
    if late.rule is Late.BY_DAY:
        return inside
    known = np.ones(len(day), bool) if late.cutoff is None else recorded <= day_number(late.cutoff)
    inside = inside & known
    if late.rule is Late.DROP:
        return inside
    carried = (day < start) & known & ~before
    if late.earliest is not None:
        carried &= day >= day_number(late.earliest)
    if late.since is not None:
        carried &= recorded > day_number(late.since)
    return inside | carried


@dataclass(frozen=True)
class Times:
    """Time intervals: the column the kernel reads, interval of each of its values, who admits what."""

    column: Array
    interval: Array
    admits: dict[Window, Array]  # bool per interval


def intervals(plan: Plan, store: Store) -> Times:
    """Days (or times classes, when the late rule looks at more than the day) to intervals."""
    windows = windows_of(plan)
    late = plan.scheme.late.rule
    before_possible = "1" in store.table["counted_before"].values
    if late is Late.BY_DAY or (store.recorded is None and not (late is Late.CARRY and before_possible)):
        day = np.arange(store.days) + store.epoch
        truth = np.stack([admitted(plan, store, w, day, day, np.zeros(len(day), bool)) for w in windows])
        codes, interval = np.unique(truth, axis=1, return_inverse=True)
        column = store.day
    else:
        day = store.day.astype(np.int64) + store.epoch
        recorded = day if store.recorded is None else store.recorded
        sig = store.sig & store.sig.dtype.type(store.new - 1)
        before = store.table["counted_before"].among(("1",))[sig] if store.signatures else np.zeros(0, bool)
        truth = np.stack([admitted(plan, store, w, day, recorded, before) for w in windows])
        column, first = _alike(truth)
        codes = truth[:, first] if len(first) else np.zeros((len(windows), 1), bool)
        interval = np.arange(codes.shape[1])
    return Times(column, interval.reshape(-1), dict(zip(windows, codes, strict=True)))


def _alike(truth: Array) -> tuple[Array, Array]:
    """(number of each column among the distinct ones, uint16, and where each distinct one first stands)."""
    number, first = np.zeros(truth.shape[1], np.int64), np.zeros(0, np.int64)
    for start in range(0, len(truth), WORD):
        word = truth[start : start + WORD]
        _, part = np.unique(word.T @ (1 << np.arange(len(word))), return_inverse=True)
        joined = number * (int(part.max(initial=0)) + 1) + part.reshape(-1)
        _, first, number = np.unique(joined, return_index=True, return_inverse=True)
    return number.reshape(-1).astype(np.uint16), first


def month_index(window: Window, store: Store) -> Array:
    """Month of every day of the store, counted from the window's first, at least 0."""
    start = np.datetime64("1970-01-01") + np.arange(store.days) + store.epoch
    months = start.astype("datetime64[M]").astype(np.int64)
    first = 12 * (window.start.year - 1970) + window.start.month - 1
    return np.maximum(months - first, 0)


def period_of(clause: Any) -> str | None:
    """Size of the periods a clause's shape counts by."""
    shape = getattr(clause, "shape", None)
    if isinstance(shape, Mean):
        return str(shape.period)
    if isinstance(shape, Reach) and shape.spread is not None:
        return str(shape.spread.period)
    return None


def bind(plan: Plan, store: Store) -> Bound:
    """The plan's answers for this store's signatures, classes and days."""
    from touyan.scoring.actions import actions_of

    classes = classify(plan, store)
    times = intervals(plan, store)
    built = actions_of(plan, store, classes, times)
    units, periods = _units(plan, store, built)
    tops = np.array([isinstance(getattr(node, "shape", None), Once) for node in plan.nodes[: plan.units]], bool)
    allowed = facts_allowed(store.offset)
    role = roles(built.actions.act, units, tops & (built.uniform == 0), allowed)
    looked_at = (role.hard | role.by_work)[: plan.units].astype(np.int64)
    units = units._replace(by_work=role.by_work.astype(np.int64), looked_at=looked_at)
    actions = simplify(built.actions, units, role)
    columns = [np.asarray(column) for column in (store.sig, times.column, store.day, store.quantity, store.number)]
    facts = layout.Facts(store.offset, store.middle, *columns, classes.of, store.new)
    longest = int(np.diff(store.offset).max(initial=0))
    listing = any(units.feature & layout.LIST)
    sign = np.array([-1 if getattr(n, "side", None) == "deduction" else 1 for n in plan.nodes], np.int64)
    return Bound(
        plan,
        store,
        classes,
        facts,
        actions,
        units,
        shape_tables(plan, classes.months, built.uniform, looked_at),
        tree_of(plan, classes.truth, classes.months),
        role=role,
        allowed=allowed,
        rates=int(built.rate_pointer[-1]),
        periods=periods,
        room=longest * built.longest if listing else 1,
        sign=sign,
    )


def _units(plan: Plan, store: Store, built: Built) -> tuple[layout.Units, int]:
    combine = np.zeros(plan.units, np.int64)
    feature = np.zeros(plan.units, np.int64)
    slot = np.full(plan.units, -1, np.int64)
    unit = np.ones(plan.units, np.int64)
    mode = np.zeros(plan.units, np.int64)
    order = ("each", "stack", "highest", "latest", "earliest", "once_per_rate")
    slots: list[Array] = []
    periods = 1
    for k, node in enumerate(plan.nodes[: plan.units]):
        if isinstance(node, Tally):
            combine[k] = layout.HIGHEST if node.per_work else layout.EACH
            continue
        node = cast(Clause, node)
        combine[k] = order.index(node.combine)
        unit[k], mode[k] = node.rounding.unit, MODES[node.rounding.mode]
        size = period_of(node)
        if size is not None:
            window = node.window or plan.scheme.window
            feature[k] |= layout.PERIODS
            slot[k] = len(slots)
            months = month_index(window, store) // PERIOD_MONTHS[size]
            slots.append(months)
            number = (months_of(window) - 1) // PERIOD_MONTHS[size] + 1
            periods = max(periods, number, int(months.max(initial=0)) + 1)
        if type(node.shape).__name__ == "FromNth" and not built.uniform[k]:
            feature[k] |= layout.LIST
    group, member, keep = [0], [], []
    for exclusive in plan.scheme.exclusives:
        member += [plan.number[key] for key in exclusive.clauses]
        group.append(len(member))
        keep.append(int(exclusive.keep == "first_listed"))
    table = np.stack(slots) if slots else np.zeros((1, 1), np.int64)
    ints = [np.array(x, np.int64) for x in (group, member, keep)]
    return (
        layout.Units(
            combine,
            feature,
            slot,
            table,
            unit,
            mode,
            *ints,
            built.rate_pointer,
            np.zeros(0, np.int64),
            np.zeros(0, np.int64),
            built.alike,
            len(keep),
            len(slots),
            periods,
            table.shape[1],
            plan.units,
            plan.tallies,
        ),
        periods,
    )
