"""A made-up nation of facts, already clustered, from a fixed seed."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from touyan.scoring.store import ALONE, NARROW, Attribute, Store

Array = np.ndarray[Any, Any]
KINDS = tuple(f"类{k:02d}" for k in range(24))
STAGES = ("提交", "立案", "重点", "优秀")
LEVELS = ("县", "市", "省", "国")
ROLES = ("执笔", "参与")
AUTHORS = (1, 2, 3, 4)
PER_KIND = len(STAGES) * len(LEVELS) * len(ROLES) * len(AUTHORS)
EPOCH = 20089  # 2025-01-01
DAYS = 365
CHUNK = 4_000_000


def signatures() -> dict[str, Attribute]:
    """Every combination: 24 kinds of 128 signatures each."""
    grid = np.indices((len(KINDS), len(STAGES), len(LEVELS), len(ROLES), len(AUTHORS))).reshape(5, -1)
    size = grid.shape[1]
    empty = Attribute(np.zeros(size, np.int64), ("",))
    table = dict.fromkeys(("form", "outcome", "by", "tag", "counted_before"), empty)
    table["kind"] = Attribute(grid[0], KINDS)
    table["stage"] = Attribute(grid[1], STAGES)
    table["level"] = Attribute(grid[2], LEVELS)
    table["role"] = Attribute(grid[3], ROLES)
    table["authors"] = Attribute(grid[4], tuple(str(n) for n in AUTHORS))
    place = grid[3] * np.minimum(grid[4], 1)
    table["place"] = Attribute(place, ("1", "2"))
    return table


def subject_table() -> dict[str, Attribute]:
    """Ordinary and standing members in 40 groups."""
    grid = np.indices((2, 40)).reshape(2, -1)
    empty = Attribute(np.zeros(80, np.int64), ("",))
    table = dict.fromkeys(("kind", "sector", "unit", "class", "party", "months"), empty)
    table["role"] = Attribute(grid[0], ("委员", "常委"))
    table["group"] = Attribute(grid[1], tuple(f"组{k:02d}" for k in range(40)))
    return table


def nation(subjects: int = 620_000, facts: int = 62_000_000, seed: int = 2026) -> Store:
    """Facts in works of one kind each, most of one or two facts; the days of a work rise."""
    random = np.random.default_rng(seed)
    share = random.gamma(4.0, 1.0, subjects)
    counts = np.floor(share / share.sum() * facts).astype(np.int64)
    counts[: facts - int(counts.sum())] += 1
    offset = np.concatenate([[0], np.cumsum(counts)])
    sig = np.empty(facts, np.uint16)
    day = np.empty(facts, np.uint16)
    quantity = np.full(facts, 10_000, np.int32)
    work = np.empty(facts, np.int64)
    begins = np.zeros(facts, bool)
    begins[offset[:-1][counts > 0]] = True
    middle = np.empty(subjects, np.int64)
    last = 0
    edges = np.unique(np.r_[np.searchsorted(offset, np.arange(0, facts, CHUNK)), subjects])
    for a, b in itertools.pairwise(edges.tolist()):
        part = slice(int(offset[a]), int(offset[b]))
        last = _fill(random, part, begins[part], sig, day, quantity, work, last)
        owner = np.repeat(np.arange(a, b), counts[a:b])
        several = work[part] != ALONE
        order = np.argsort(owner * 2 + several, kind="stable")
        for column in (sig, day, quantity, work):
            column[part] = column[part][order]
        middle[a:b] = offset[a:b] + np.bincount(owner[~several] - a, minlength=b - a)
    kind = random.integers(0, 80, subjects, np.int32)
    return Store(
        subjects=np.arange(1, subjects + 1),
        kind=kind,
        subject_table=subject_table(),
        offset=offset,
        middle=middle,
        sig=sig,
        day=day,
        quantity=quantity,
        number=np.arange(1, facts + 1),
        work=work,
        recorded=None,
        epoch=EPOCH,
        days=DAYS,
        table=signatures(),
    )


def _fill(
    random: np.random.Generator, part: slice, begins: Array, sig: Array, day: Array, quantity: Array, work: Array,
    last: int,
) -> int:  # fmt: skip
    size = part.stop - part.start
    new = begins | (random.random(size, np.float32) < 0.6)
    new[0] = True
    at = np.flatnonzero(new)
    number = np.cumsum(new) - 1
    kind = (random.random(len(at), np.float32) ** 1.5 * len(KINDS)).astype(np.uint16)
    inside = random.integers(0, PER_KIND, size, np.uint16)
    sig[part] = kind[number] * PER_KIND + inside + new.astype(np.uint16) * np.uint16(NARROW)
    first = random.integers(0, DAYS - 60, len(at))
    step = np.arange(size) - at[number]
    day[part] = np.minimum(first[number] + step * 7, DAYS - 1)
    measured = kind[number] >= 22
    quantity[part][measured] = random.integers(1, 9, int(measured.sum())) * 5_000
    lone = np.diff(np.r_[at, size]) == 1
    work[part] = np.where(lone[number], ALONE, last + number + 1)
    return last + len(at)
