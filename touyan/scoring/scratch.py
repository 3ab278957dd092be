"""Room the kernels work in, one set per thread."""

from __future__ import annotations

import numpy as np

from touyan.scoring import layout
from touyan.scoring.bind import Bound


def scratch_for(bound: Bound) -> layout.Scratch:
    """Fresh room for one thread."""
    units = bound.plan.units
    slots = max(int(bound.units.slot.max(initial=-1)) + 1, 1)

    def room(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        return np.zeros(shape, np.int64)

    return layout.Scratch(
        at=room(8),
        held=room(units + 1, layout.LINE),
        acc=room(4, units, layout.LINE),
        run=room(units, 4),
        gathered=room(units),
        rate=room(max(bound.rates, 1), 4),
        psum=room(slots, bound.periods, layout.BLOCK),
        pcount=room(slots, bound.periods, layout.BLOCK),
        punits=room(slots, bound.periods, layout.BLOCK),
        listed=room(bound.room, 3),
        taken=room(bound.room),
        cell=cells(bound),
    )


def cells(bound: Bound) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Empty cells that know how facts of one work combine in their node (see scan.stream)."""
    how = {
        layout.STACK: (layout.COUNT_MASK, 0, layout.NONE),
        layout.HIGHEST: (-1, 0, 0),
        layout.LATEST: (-1, 0, layout.NONE),
        layout.EARLIEST: (0, 1, layout.NONE),
    }
    found = np.zeros((bound.plan.units + 1, layout.CELL), np.int64)
    for node, combine in enumerate(bound.units.combine.tolist()):
        found[node, layout.KEEP : layout.LEAST + 1] = how.get(combine, (0, 0, layout.NONE))
        found[node, layout.ALL] = int(combine < layout.HIGHEST)
        found[node, layout.LATER] = int(combine == layout.LATEST)
    found[-1, layout.ALL] = 1
    return found


def rows_for(size: int) -> layout.Rows:
    """Room for so many trace rows."""
    return layout.Rows(*(np.zeros(size, np.int64) for _ in range(6)))


def fold_room(bound: Bound) -> layout.Folding:
    """Room of one fold."""
    size = (len(bound.plan.nodes), layout.BLOCK)
    return layout.Folding(*(np.zeros(size, np.int64) for _ in range(5)), np.zeros(layout.BLOCK, np.int64))


def counter() -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """The counters of a fold or a trace."""
    return np.zeros(8, np.int64)
