"""Short answers for signatures whose actions need nothing but sums.

For a work of one fact, combination and exclusives are settled here, once per signature. What is not
simple is marked SLOW and goes through the general kernels, which say what a scheme means; the short
answers must agree with them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from touyan.scoring import layout
from touyan.scoring.layout import GATHER, MORE, NODE_MASK, SIMPLE_SHIFT, SLOW, SPECIAL

Array = np.ndarray[Any, Any]


def simplify(actions: layout.Actions, units: layout.Units, trash: int) -> layout.Actions:
    """The actions with their short answers; `trash` is the node nobody reads."""
    chains = [_live(actions.act, units, depth) for depth in depths(actions)]
    before = np.stack([chain.node for chain in chains])
    winners = _without_losers(chains, units)
    lost = (np.stack([chain.node for chain in winners]) != before).any(axis=0)
    quantity = np.stack([chain.runtime for chain in chains]).any(axis=0)
    one, one_next = _table([_alone(chain) for chain in winners], trash)
    many, many_next = _table(_several(chains), trash)
    return actions._replace(
        one=one, one_next=one_next, many=many, many_next=many_next, clear=(~lost & ~quantity).astype(np.int8)
    )


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


class Link:
    """One action of every chain: node (-1: none), points, and what makes it less than simple."""

    def __init__(
        self, node: Array, points: Array, special: Array, gather: Array, awkward: Array, runtime: Array, at: Array
    ) -> None:
        self.at = at  # number of the action
        self.node = node
        self.points = points
        self.special = special  # needs the fact's quantity or its day
        self.gather = gather  # several facts of a work combine
        self.runtime = runtime  # its points depend on the fact's quantity
        self.awkward = awkward  # … in a way that one register cannot hold


def _live(act: Array, units: layout.Units, at: Array) -> Link:
    meta = act[at, layout.META]
    live = (at >= 0) & (meta & layout.VOID == 0)
    node = np.where(live, meta & NODE_MASK, -1)
    hard = (meta & (layout.RUNTIME | layout.BY_QUANTITY) != 0) | (units.feature[node] != 0)
    gather = live & (meta & layout.DIRECT == 0)
    grouped = np.zeros(len(units.combine), bool)
    grouped[units.member] = True
    awkward = gather & (grouped[node] | (units.combine[node] == layout.ONCE_PER_RATE))
    return Link(
        node,
        np.where(live, act[at, layout.POINTS], 0),
        live & hard,
        gather,
        awkward,
        (at >= 0) & (meta & layout.RUNTIME != 0),
        at,
    )


def _without_losers(chains: list[Link], units: layout.Units) -> list[Link]:
    """The chains of a work of one fact, after its exclusives."""
    node = np.stack([chain.node for chain in chains])
    points = np.stack([chain.points for chain in chains])
    special = np.stack([chain.special for chain in chains])
    slow = np.zeros_like(special)
    for g in range(units.groups):
        members = units.member[units.group[g] : units.group[g + 1]]
        inside = np.isin(node, members)
        for slot in np.flatnonzero(inside.sum(axis=0) > 1):
            places = np.flatnonzero(inside[:, slot])
            if special[places, slot].any():
                slow[places, slot] = True
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
                    points[place, slot] = 0
    return [
        Link(node[k], points[k], special[k], chain.gather, slow[k], chain.runtime, chain.at)
        for k, chain in enumerate(chains)
    ]


def _alone(chain: Link) -> tuple[Array, Array, Array]:
    """(node, packed, slow) when the fact is its work's only one."""
    return chain.node, _packed(chain), chain.awkward


def _packed(chain: Link) -> Array:
    """Node and points; the action's number where it has to be worked out."""
    plain = chain.node | (chain.points << SIMPLE_SHIFT)
    return np.where(chain.special, chain.node | SPECIAL | (chain.at << SIMPLE_SHIFT), plain)


def _several(chains: list[Link]) -> list[tuple[Array, Array, Array]]:
    """The same within a work of several facts."""
    gathering = sum(chain.gather.astype(np.int64) for chain in chains)
    found = []
    for chain in chains:
        slow = (chain.special & chain.gather) | chain.awkward | (gathering > 1)
        found.append((chain.node, _packed(chain) | np.where(chain.gather, GATHER, 0), slow))
    return found


def _table(links: list[tuple[Array, Array, Array]], trash: int) -> tuple[Array, Array]:
    """(packed answers, next slot): heads first, chained answers behind."""
    slots = len(links[0][0])
    head = np.full(slots, trash, np.int64)
    tail = np.arange(slots)
    filled = np.zeros(slots, bool)
    behind: list[Array] = []
    after: list[tuple[Array, Array]] = []
    size = slots
    slow = np.zeros(slots, bool)
    for node, packed, hard in links:
        slow |= hard
        fresh = (node >= 0) & ~filled
        head[fresh] = packed[fresh]
        more = np.flatnonzero((node >= 0) & filled)
        filled |= fresh
        if len(more):
            places = size + np.arange(len(more))
            after.append((tail[more], places))
            tail[more] = places
            behind.append(packed[more])
            size += len(more)
    table = np.concatenate([head, *behind])
    following = np.zeros(size, np.int64)
    for place, target in after:
        table[place] |= MORE
        following[place] = target
    table[:slots][slow] = SLOW
    return table, following
