"""Score again what changed, and only that; equal to a full run.

Changed subjects move into a small store beside the large one. Clauses that compare subjects are
worked out again for everybody, from sums that are kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from touyan.scoring import fields, layout
from touyan.scoring.bind import Bound, bind
from touyan.scoring.facts import _days, _numbers, conform
from touyan.scoring.model import Late
from touyan.scoring.result import Patch, Result, Sums
from touyan.scoring.run import grade, held_columns
from touyan.scoring.runner import Out, Runner
from touyan.scoring.scratch import fold_room, scratch_for
from touyan.scoring.store import ALONE, Attribute, Store, arrange, factorize, pack, signature_columns

Array = np.ndarray[Any, Any]


class Segments:
    """Facts of some subjects as loose columns, `owner` being their place in `places`."""

    def __init__(self, owner: Array, sig: Array, day: Array, quantity: Array, number: Array, work: Array,
                 recorded: Array) -> None:  # fmt: skip
        self.columns = [owner, sig, day, quantity, number, work, recorded]

    def pick(self, wanted: Array) -> Segments:
        """Some of the facts."""
        return Segments(*(column[wanted] for column in self.columns))

    def join(self, other: Segments) -> Segments:
        """These and those."""
        return Segments(*(np.concatenate(pair) for pair in zip(self.columns, other.columns, strict=True)))


def segments(store: Store, places: Array, owner: Array) -> Segments:
    """Facts of the subjects at `places` of a store; signatures without the top bit, days since 1970."""
    low, high = store.offset[places], store.offset[places + 1]
    size = high - low
    at = np.repeat(low - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
    day = store.day[at].astype(np.int64) + store.epoch
    recorded = day if store.recorded is None else store.recorded[at].astype(np.int64)
    sig = (store.sig[at] & store.sig.dtype.type(store.new - 1)).astype(np.int64)
    return Segments(np.repeat(owner, size), sig, day, store.quantity[at], store.number[at], store.work[at], recorded)


def extended(table: dict[str, Attribute], added: pa.Table) -> tuple[Array, dict[str, Attribute]]:
    """(signature of each added row, the table with those signatures that were not in it)."""
    inverse, fresh = factorize(signature_columns(added))
    size = len(table["kind"].codes)
    weights, keys, rows = 1, np.zeros(size, np.int64), np.zeros(len(fresh["kind"].codes), np.int64)
    bases: dict[str, dict[str, int]] = {}
    for name, attribute in fresh.items():
        known = bases[name] = {value: k for k, value in enumerate(table[name].values)}
        number = np.array([known.setdefault(value, len(known)) for value in attribute.values], np.int64)
        keys += table[name].codes * weights
        rows += number[attribute.codes] * weights
        weights *= max(len(known), 1)
        if weights > 1 << 62:
            raise ValueError("记录的属性组合过多，请重新整理数据")
    order = np.argsort(keys)
    at = np.searchsorted(keys[order], rows)
    found = np.zeros(len(rows), bool)
    if size:
        at = np.minimum(at, size - 1)
        found = keys[order][at] == rows
    if found.all():
        return order[at][inverse], table
    sig = np.where(found, order[at] if size else 0, 0)
    left = rows[~found]
    sig[~found] = size + np.arange(len(left))
    new = {}
    for name, known in bases.items():
        new[name] = Attribute(np.concatenate([table[name].codes, left % max(len(known), 1)]), tuple(known))
        left = left // max(len(known), 1)
    return sig[inverse], new


def changed_store(result: Result, places: Array, added: pa.Table, removed: Array) -> Store:
    """The small store: facts of the subjects at `places`, some added, some taken out.

    Raises ValueError when an added number is there already and was not removed.
    """
    base = result.store
    table = base.table if result.patch is None else result.patch.bound.store.table
    old = np.array([] if result.patch is None else list(result.patch.place), np.int64)
    from_small = np.isin(places, old)
    owner = np.arange(len(places))
    facts = segments(base, places[~from_small], owner[~from_small])
    if result.patch is not None:
        small = np.array([result.patch.place[place] for place in places[from_small].tolist()], np.int64)
        facts = facts.join(segments(result.patch.bound.store, small, owner[from_small]))
    if len(removed):
        facts = facts.pick(~np.isin(facts.columns[4], removed))
    sig, table = extended(table, added)
    day = _days(added["day"]).astype(np.int64)
    at = np.searchsorted(base.subjects[places], _numbers(added["subject"], 0))
    number = _numbers(added["fact"], 0).astype(np.int64)
    there = facts.columns[4]
    low, high = number.min(initial=1 << 62), number.max(initial=-1)
    if np.isin(number, there[(there >= low) & (there <= high)]).any():
        raise ValueError("新增记录的编号已经存在；更正请同时列出要撤下的原记录")
    known = added["recorded"].is_valid().to_numpy()
    recorded = np.where(known, _days(added["recorded"]), day)
    quantity = _numbers(added["quantity"], 10_000).astype(np.int32)
    fresh = Segments(at, sig, day, quantity, number, _numbers(added["work"], ALONE).astype(np.int64), recorded)
    return _store(base, places, facts.join(fresh), table)


def _store(base: Store, places: Array, facts: Segments, table: dict[str, Attribute]) -> Store:
    order, first, alone = arrange(facts.columns[0], facts.columns[5], facts.columns[2], facts.columns[4])
    owner, sig, day, quantity, number, work, recorded = (column[order] for column in facts.columns)
    inside = not len(day) or bool(day.min() >= base.epoch and day.max() < base.epoch + base.days)
    epoch = base.epoch if inside else int(day.min())
    offset = np.searchsorted(owner, np.arange(len(places) + 1)).astype(np.int64)
    packed = pack(sig, first, len(table["kind"].codes))
    return Store(
        subjects=base.subjects[places],
        kind=base.kind[places],
        subject_table=base.subject_table,
        offset=offset,
        middle=offset[:-1] + np.bincount(owner[alone], minlength=len(places)),
        sig=packed if packed.dtype == base.sig.dtype or len(table["kind"].codes) > base.signatures
        else pack(sig, first, 1 << 20),
        day=(day - epoch).astype(np.uint16),
        quantity=quantity,
        number=number,
        work=work,
        recorded=None if np.array_equal(recorded, day) else recorded.astype(np.int32),
        epoch=epoch,
        days=base.days if inside else int(day.max()) - epoch + 1,
        table=table,
    )  # fmt: skip


def bound_for(result: Result, store: Store, places: Array) -> Bound:
    """The plan's answers for the small store; those of the large one where they still hold."""
    base = result.bound
    alike = (
        store.table is base.store.table
        and store.epoch == base.store.epoch
        and result.plan.scheme.late.rule is Late.BY_DAY
        and not (base.units.feature & layout.LIST).any()
        and int(np.diff(store.offset).max(initial=0)) <= base.allowed
    )
    if not alike:
        return bind(result.plan, store)
    classes = replace(base.classes, of=base.classes.of[places], exempt=base.classes.exempt[places])
    facts = layout.Facts(
        store.offset, store.middle, store.sig, store.day, store.day, store.quantity, store.number, classes.of,
        store.new,
    )  # fmt: skip
    return replace(base, store=store, classes=classes, facts=facts)


def update(result: Result, added: pa.Table, removed: pa.Table | None = None) -> Result:
    """The result after facts were added and taken out.

    `added`: rows of `fields.FACTS` that passed `facts.check`; `removed`: columns subject and fact. The
    result passed in must not be used afterwards: its arrays become those of the new one. Raises
    ValueError for a subject that is not in the store, and then nothing has changed.
    """
    added = conform(added, fields.FACTS, "新增记录")
    out_facts = np.zeros(0, np.int64) if removed is None else _numbers(removed["fact"], 0)
    touched = [_numbers(added["subject"], 0)] + ([] if removed is None else [_numbers(removed["subject"], 0)])
    subjects = np.unique(np.concatenate(touched))
    place = np.searchsorted(result.store.subjects, subjects)
    inside = np.minimum(place, max(len(result.store.subjects) - 1, 0))
    if (result.store.subjects[inside] != subjects).any():
        raise ValueError("有的考评对象不在名单里；名单变了请重新计算")
    before = [] if result.patch is None else list(result.patch.place)
    places = np.union1d(place, np.array(before, np.int64)).astype(np.int64)
    store = changed_store(result, places, added, out_facts)
    bound = bound_for(result, store, places)
    patch = Patch(bound, {int(one): k for k, one in enumerate(places)})
    sums = result.sums
    renewed = _without(result, bound, places) if sums is None else _with_sums(result, sums, bound, places)
    return replace(renewed, patch=patch)


def _scan(result: Result, bound: Bound) -> tuple[Runner, Sums]:
    runner = Runner(bound, result.engine, 1, None)
    size = len(bound.store.subjects)
    sums = runner.empty(size)
    runner.scan(scratch_for(bound), 0, size, 0, sums)
    return runner, sums


def _with_sums(result: Result, sums: Sums, bound: Bound, places: Array) -> Result:
    """Renew the kept sums, then everything that depends on everybody."""
    _, new = _scan(result, bound)
    for node, points in result.outside.items():
        new.value[node] = points[places]
    for node, own in sums.own.items():
        own[places] = new.value[node]
    local = np.array([node for node in range(bound.plan.units) if node not in sums.own], np.int64)
    sums.value[local[:, None], places[None, :]] = new.value[local]
    sums.count[:, places] = new.count
    runner = Runner(result.bound, result.engine, result.threads, None)
    moved = runner.populations(sums, places)
    moved[places] = True
    rows = np.flatnonzero(moved)
    out = runner.out(_columns(result), len(rows))
    runner.fold_rows(rows, len(result.plan.program), sums, out)
    return _merged(result, runner, sums, rows, out)


def _columns(result: Result) -> list[tuple[str, int, int]]:
    """What the result keeps, then what its consequences test."""
    return [(key, result.plan.number[key], 1) for key in result.kept] + held_columns(result.plan)


def _without(result: Result, bound: Bound, places: Array) -> Result:
    """Fold the changed subjects alone; grade everybody, for the quotas."""
    runner, sums = _scan(result, bound)
    for node, points in result.outside.items():
        sums.value[node] = points[places]
    out = runner.out(_columns(result))
    stop = len(result.plan.program)
    runner.fold(fold_room(bound), 0, len(places), 0, stop, bound.classes.of, sums, out)
    whole = Runner(result.bound, result.engine, result.threads, None)
    return _merged(result, whole, None, places, out)


def _merged(result: Result, runner: Runner, sums: Sums | None, places: Array, out: Out) -> Result:
    """The result with what was folded put in its places, graded anew."""
    kept = [*result.kept.values(), *result.held.values()]
    for column, folded in zip([result.total, result.exact, result.limits, *kept],
                              [out.total, out.exact, out.limits, *out.kept], strict=True):  # fmt: skip
        column[places] = folded
    merged = Out(result.total, result.exact, result.limits, np.zeros((0, 0), np.int64), out.keep)
    return grade(
        runner, result.tables, result.nested, result.outside, result.blocked, result.listed, sums, merged,
        result.kept, result.held, result.keep,
    )  # fmt: skip
