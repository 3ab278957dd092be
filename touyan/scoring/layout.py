"""The arrays that travel into the kernels, grouped, and the small numbers that name their columns.

Everything is int64 unless said otherwise, and contiguous: the kernels see flat numbers, and the
width of a row is one of the constants here (ACC, ACT …) or a number in the tuple. A *unit node* is a tally or a clause (tallies first);
`class` is a kind of subject that conditions cannot tell apart.
"""

from __future__ import annotations

from typing import Any, NamedTuple

# accumulators of a unit node: count, points, number of units, highest unit
N, S, U, TOP = 0, 1, 2, 3
# subjects whose clauses and sections are worked out together, node by node: small enough for a core's first cache.
# What stands in a block is laid out [node, subject of the block]; what is read by subject has its lines wider apart,
# by as much as spreads one subject's numbers over a cache evenly.
BLOCK, LINE = 64, 72
# state of a unit node within one work: stamp, points, count, index of its fact
STAMP, PTS, CNT, IDX = 0, 1, 2, 3
ACC, ACT, LISTS, TEST, PIPE, STEP, PARAM = 4, 3, 3, 4, 6, 4, 12
# a cell: the work a plain node's last fact belonged to and what that work is worth so far; how a further fact of the
# same work changes that (see scan.stream)
WORK, WORTH, KEEP, ONLY, LEAST, CELL = 0, 1, 2, 3, 4, 8
# for evidence: row of the fact that counts, do all count, does always the later one
ROW, ALL, LATER = 5, 6, 7
# a packed unit: points above, below them the number of units
COUNT_BITS = 20
COUNT_MASK = (1 << COUNT_BITS) - 1
# counters in Scratch.at
RUN, GATHERED, LISTED, ROWS, STREAMED, PLACE = range(6)

# an action: meta | next action, points, raw
META, POINTS, RAW = 0, 1, 2
NODE_MASK = 0xFFF
DIRECT, BY_QUANTITY, RUNTIME, VOID = 1 << 12, 1 << 13, 1 << 14, 1 << 15
RULE_SHIFT, RATE_SHIFT, NEXT_SHIFT = 16, 20, 36
RULE_MASK, RATE_MASK = 0xF, 0xFFFF
NOTHING = -1  # an action slot without an action

# a simple action: node | flags | packed unit; node `units` is a basket nobody reads
# (or, where SPECIAL, the number of the action that has to be worked out)
MORE, SLOW, SPECIAL = 1 << 12, 1 << 13, 1 << 14
RARE = MORE | SLOW | SPECIAL
SILENT_SHIFT = 15  # for evidence: has no row
SIMPLE_SHIFT = 16

# Combine, in the order of the enum
EACH, STACK, HIGHEST, LATEST, EARLIEST, ONCE_PER_RATE = range(6)
# what a clause must remember of its units
PERIODS, LIST = 1, 2
# shapes
(
    SUM,
    ONCE,
    FLAT,
    REACH,
    FROM_NTH,
    ORDINAL,
    TARGET,
    STEPS,
    PROPORTION,
    MEAN,
    TALLY,
    OUTSIDE,
) = range(12)
# rules of fact rows, in the order of fields.Rule
R_COUNTED, R_SHARED, R_NO_RATE, R_REFUSED, R_INCOMPLETE, R_NOT_ENTITLED, R_ALREADY, R_LOWER, R_EXCLUSIVE = range(9)
# rules of node rows, following on
(
    R_SHAPE,
    R_REQUIRES,
    R_WAIVER,
    R_CAP,
    R_FLOOR,
    R_UNCOUNTED,
    R_START,
    R_HIGHEST_ONLY,
    R_CEILING,
    R_WEIGHT,
    R_ROUNDING,
) = range(9, 20)

NONE = -(1 << 62)  # a cap, floor or ceiling that is not there


class Facts(NamedTuple):
    """Facts clustered by subject. Subject j owns offset[j]:offset[j + 1]; up to middle[j] each fact is
    its work's only one, from there works follow each other, their facts by (day, number)."""

    offset: Any
    middle: Any
    sig: Any  # uint16 or uint32; the top bit is set on the first fact of a work
    time: Any  # uint16: day since `epoch`, or a time class when the late rule needs more than the day
    day: Any  # uint16: days since the store's first day
    quantity: Any  # int32, 1/10,000
    number: Any
    kind: Any  # int32 per subject: its class
    new: int  # the top bit


class Actions(NamedTuple):
    """What a fact does, by class, time and signature: slot ((class·times + time)·sigs + sig)."""

    act: Any  # [slots, 3] META, POINTS, RAW
    time: Any  # int64 by Facts.time: number of the time interval, times sigs
    sigs: int
    span: int  # times · sigs
    one: Any  # per slot: what a work of this fact alone does
    one_next: Any
    many: Any  # per slot: what the fact does in a work of several, but for nodes by work
    many_next: Any
    timed: int
    pipe: Any  # [rate rows at runtime, 6]: mark?, low, high, refuse?, first step, last step
    step: Any  # [steps, 4]: numerator, denominator, plus, is it the share


class Told(NamedTuple):
    """Short answers for evidence, which are its codes; those that only evidence speaks of go to the basket."""

    simple: Any
    next: Any
    first: int  # code of the first answer
    actions: int  # code of the first action


class Units(NamedTuple):
    """How units of a node are made and what is done with them."""

    combine: Any
    feature: Any
    slot: Any  # period slot of a node, or -1
    period: Any  # [period slots, days]: period of a day
    unit: Any  # rounding of the node
    mode: Any
    group: Any  # exclusives: pointer into member
    member: Any
    keep_first: Any  # per exclusive
    rate: Any  # first rate of a node, one more at the end
    by_work: Any  # nodes whose works of several facts have to be read whole
    looked_at: Any  # nodes whose units are (also) added one by one
    alike: Any  # points that all units of the node carry, 0 if they differ
    groups: int
    slots: int
    periods: int  # most periods of any slot
    days: int
    nodes: int  # number of unit nodes
    tallies: int  # the first of them


class Shapes(NamedTuple):
    """How units become points."""

    code: Any
    param: Any  # [classes, nodes, 12]
    table: Any
    special: Any  # nodes whose points are not simply their units' sum
    specials: int
    units: int
    direct: Any  # nodes whose packed sum is all that is asked for


class Tree(NamedTuple):
    """The tree of clauses and sections, in the order in which they finish."""

    program: Any  # nodes in order
    applies: Any  # [classes, nodes] int8
    parent: Any  # node number of the enclosing section, -1 for the root
    info: Any  # [nodes, 12]: see plan
    start: Any  # [classes, nodes]
    require: Any  # pointer into test, per node
    test: Any  # [tests, 4]: node, of points?, at most?, amount
    waiver: Any  # [nodes, 2]: test or -1, points
    limit: Any  # gates and vetoes: pointer into need
    need: Any  # pointer into need_test
    need_test: Any
    limit_applies: Any  # [classes, limits]
    vetoes: int  # number of the first veto
    limits: int
    nodes: int
    units: int
    short: Any  # [places]: 1 for a plain award of everybody, -1 for such a deduction, else 0
    needed: Any  # nodes whose count somebody reads, in the order of the counts a scan keeps
    needs: int


class Scratch(NamedTuple):
    """Room for a block of subjects, reused from block to block by one thread."""

    at: Any
    held: Any  # [unit nodes + 1, LINE]: sums of packed units
    acc: Any  # [4, unit nodes, LINE]
    run: Any  # [unit nodes, 4]
    gathered: Any
    rate: Any  # [rates, 4]
    psum: Any  # [period slots, periods, BLOCK]
    pcount: Any
    punits: Any
    listed: Any  # [room, 3]: node, points, index, of one subject
    taken: Any  # [room] used by FromNth
    cell: Any  # [unit nodes + 1, CELL]


class Folding(NamedTuple):
    """Room of one fold, [nodes, BLOCK] each; exact [BLOCK]."""

    award: Any
    best: Any
    minus: Any
    points: Any
    amount: Any
    exact: Any


class Rows(NamedTuple):
    """Where trace rows are written; None in its place: nowhere."""

    subject: Any
    node: Any
    fact: Any  # index of the fact, or -1
    raw: Any
    counted: Any
    rule: Any


MOST_STEPS = 8
"""Rows that a node can have besides those of its facts: a section's start, highest only, cap, floor, ceiling, weight,
rounding and uncounted; a clause has at most six. Room for rows is cut by it, for kernels do not look where it ends."""
INFO = 12
# columns of Tree.info
IS_SECTION, IS_DEDUCTION, COUNTED, CAP, FLOOR, CEILING, W_NUM, W_DEN, R_UNIT, R_MODE, BEST_ONLY, ASKS = range(INFO)
