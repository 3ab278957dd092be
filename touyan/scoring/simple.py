"""Short answers for signatures whose actions need nothing but sums.

For every signature two chains of short answers: what a fact does as its work's only one (`one`), where combination and
exclusives are settled here, and what it does in a work of several (`many`). A node is *plain* when a sum of packed
units (layout.COUNT_BITS) says everything about it; *hard* when its units have to be looked at one by one; *by work*
when only the whole work can tell. Nodes by work go through the general kernels, which say what a scheme means; the
short answers must agree with them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from touyan.scoring import layout
from touyan.scoring.layout import COUNT_BITS, MORE, NODE_MASK, SILENT_SHIFT, SIMPLE_SHIFT, SLOW, SPECIAL

Array = np.ndarray[Any, Any]
ROOM = 62 - COUNT_BITS
"""Bits of a sum of points."""


class Roles(NamedTuple):
    """Per node of tallies and clauses, and last the basket nobody reads."""

    hard: Array
    by_work: Array


class Link(NamedTuple):
    """One action of every chain: its number, its node (-1: none) and points."""

    at: Array
    node: Array
    points: Array


def facts_allowed(offset: Array) -> int:
    """How many facts a subject may have before sums of packed units could run over: twice as many as the most have
    now, and 4,096 always, so that an update rarely has to bind anew."""
    return max(2 * int(np.diff(offset).max(initial=0)), 1 << 12)


class Spoken(NamedTuple):
    """One action of every chain for evidence: what it does, its code, is it void but to be looked at for its raw."""

    link: Link
    code: Array
    looked_at: Array


def roles(act: Array, units: layout.Units, tops: Array, facts: int) -> Roles:
    """What each node is. `tops`: nodes that ask for their highest unit; `facts`: most a subject may have."""
    size = len(units.combine)
    most = min(1 << (ROOM - SIMPLE_SHIFT), (1 << ROOM) // facts) if facts >> COUNT_BITS == 0 else -1
    meta = act[:, layout.META]
    live = (meta >= 0) & (meta & layout.VOID == 0)
    looked_at = meta & (layout.RUNTIME | layout.BY_QUANTITY) != 0
    hard = np.zeros(size + 1, bool)
    hard[meta[live & (looked_at | (act[:, layout.POINTS] > most))] & NODE_MASK] = True
    hard[:size] |= (units.feature != 0) | tops
    by_work = np.zeros(size + 1, bool)
    grouped = by_work[:size].copy()
    grouped[units.member] = True
    gathers = grouped | (units.combine != layout.EACH)
    by_work[:size] = gathers & (hard[:size] | grouped | (units.combine == layout.ONCE_PER_RATE))
    return Roles(hard, by_work)


def simplify(actions: layout.Actions, units: layout.Units, role: Roles) -> layout.Actions:
    """The actions with their short answers."""
    chains = [_live(actions.act, one) for one in depths(actions)]
    winners, unsettled = _without_losers(chains, units, role)
    one, one_next = _table(winners, role, unsettled)
    left, slow = _left(chains, role)
    many, many_next = _table(left, role, slow)
    return actions._replace(one=one, one_next=one_next, many=many, many_next=many_next)


class Vocabulary(NamedTuple):
    """What evidence can say: the answers of a work of one fact, of works of several, and what every code means."""

    one: layout.Told
    many: layout.Told
    action: Array
    outcome: Array  # 0 its own, 1 lower than another fact of its work, 2 excluded


def vocabulary(actions: layout.Actions, units: layout.Units, role: Roles, tallies: int) -> Vocabulary:
    """The short answers with what evidence says of them.

    Codes: the answers of works of one fact; those of works of several, winning and losing; the actions with the
    three outcomes, for nodes by work.
    """
    chains = [_live(actions.act, one) for one in depths(actions)]
    tables = []
    for links, slow in (_without_losers(chains, units, role), _left(chains, role)):
        spoken = [_spoken(actions.act, tallies, *pair, role, slow) for pair in zip(chains, links, strict=True)]
        tables.append(_table([one.link for one in spoken], role, slow, spoken))
    one, many = tables
    says = [one[2], np.repeat(many[2], 2), np.arange(len(actions.act) * 3)]
    says[1][1::2] += says[1][1::2] % 3 == 0  # what is excluded does not compete
    first, last = len(says[0]), len(says[0]) + len(says[1])
    code = np.maximum(np.concatenate(says), 0)
    return Vocabulary(
        layout.Told(*one[:2], 0, last), layout.Told(*many[:2], first, last), code // 3, code % 3
    )  # fmt: skip


def _spoken(act: Array, tallies: int, chain: Link, link: Link, role: Roles, slow: Array) -> Spoken:
    """What evidence says of one action of every chain; `link` is what is left of it for the sums."""
    meta = act[link.at, layout.META]
    lost = (chain.node >= 0) & (link.node < 0)
    row = (link.at >= 0) & (meta & NODE_MASK >= tallies) & ~(lost & role.by_work[chain.node] & slow)
    silent = row & (link.node < 0)
    code = np.where(row, link.at * 3 + np.where(lost, 2, 0), -1)
    node = np.where(silent, len(role.hard) - 1, link.node)
    return Spoken(link._replace(node=node), code, silent & (meta & layout.RUNTIME != 0))


def _left(chains: list[Link], role: Roles) -> tuple[list[Link], Array]:
    """(the chains without nodes by work, slots that have such nodes)."""
    by_work = [role.by_work[chain.node] for chain in chains]
    left = [chain._replace(node=np.where(hit, -1, chain.node)) for chain, hit in zip(chains, by_work, strict=True)]
    return left, np.asarray(np.stack(by_work).any(axis=0))


def depths(actions: layout.Actions) -> list[Array]:
    """For depth 0, 1, … the action of every slot, -1 where the chain has ended."""
    slots = _slots(actions.act)
    current = np.arange(slots)
    current = np.where(actions.act[:slots, layout.META] < 0, -1, current)
    found = []
    while (current >= 0).any():
        found.append(current)
        following = (actions.act[current, layout.META] >> layout.NEXT_SHIFT) - 1
        current = np.where(current >= 0, following, -1)
    return found or [np.full(slots, -1)]


def _slots(act: Array) -> int:
    """Number of heads: chained actions all lie behind the last head."""
    links = (act[:, layout.META] >> layout.NEXT_SHIFT)[act[:, layout.META] >= 0] - 1
    links = links[links >= 0]
    return int(links.min()) if len(links) else len(act)


def _live(act: Array, at: Array) -> Link:
    meta = act[at, layout.META]
    live = (at >= 0) & (meta & layout.VOID == 0)
    return Link(at, np.where(live, meta & NODE_MASK, -1), np.where(live, act[at, layout.POINTS], 0))


def _without_losers(chains: list[Link], units: layout.Units, role: Roles) -> tuple[list[Link], Array]:
    """(the chains of a work of one fact after its exclusives, slots where only the facts can settle them)."""
    node = np.stack([chain.node for chain in chains])
    points = np.stack([chain.points for chain in chains])
    unsettled = np.zeros(node.shape[1], bool)
    for g in range(units.groups):
        members = units.member[units.group[g] : units.group[g + 1]]
        inside = np.isin(node, members)
        for slot in np.flatnonzero(inside.sum(axis=0) > 1):
            places = np.flatnonzero(inside[:, slot])
            if role.hard[node[places, slot]].any():
                unsettled[slot] = True
                continue
            rank = {int(member): k for k, member in enumerate(members)}
            places = sorted(places.tolist(), key=lambda p: rank[int(node[p, slot])])
            best = places[0]
            for place in places[1:]:
                if not units.keep_first[g] and points[place, slot] > points[best, slot]:
                    best = place
            for place in places:
                if place != best:
                    node[place, slot] = -1
    original = np.stack([chain.node for chain in chains])
    node = np.where(unsettled, np.where(role.by_work[original], -1, original), node)
    return [chain._replace(node=node[k]) for k, chain in enumerate(chains)], unsettled


def _packed(link: Link, role: Roles) -> Array:
    """Node and packed unit; the action's number where the fact has to be looked at. The basket gets nothing."""
    unit = np.where(link.node == len(role.hard) - 1, 0, (link.points << COUNT_BITS) + 1)
    hard = link.node | SPECIAL | (link.at << SIMPLE_SHIFT)
    return np.where(role.hard[link.node], hard, link.node | (unit << SIMPLE_SHIFT))


def _table(links: list[Link], role: Roles, slow: Array, spoken: list[Spoken] | None = None) -> tuple[Array, ...]:
    """(packed answers, next slot; with `spoken` their codes): heads first, chained ones behind; `slow` heads say so."""
    slots = len(links[0].node)
    heads = np.stack([np.full(slots, len(role.hard) - 1, np.int64), np.full(slots, -1, np.int64)])
    tail = np.arange(slots)
    filled = np.zeros(slots, bool)
    behind = [heads]
    after: list[tuple[Array, Array]] = []
    size = slots
    for depth, link in enumerate(links):
        rows = np.stack([_packed(link, role), heads[1]])
        if spoken is not None:
            void = link.node | SPECIAL | (link.at << SIMPLE_SHIFT)
            rows = np.stack([np.where(spoken[depth].looked_at, void, rows[0]), spoken[depth].code])
        fresh = (link.node >= 0) & ~filled
        heads[:, fresh] = rows[:, fresh]
        more = np.flatnonzero((link.node >= 0) & filled)
        filled |= fresh
        places = size + np.arange(len(more))
        after.append((tail[more], places))
        tail[more] = places
        behind.append(rows[:, more])
        size += len(more)
    table, code = np.concatenate(behind, axis=1)
    following = np.zeros(size, np.int64)
    for place, target in after:
        table[place] |= MORE
        following[place] = target
    table[:slots][slow] |= SLOW
    if spoken is None:
        return table, following
    table |= np.where(code < 0, 1 << SILENT_SHIFT, 0)
    return table, following, code
