"""Lists in: a stream of rows with what is wrong in each, a verb that takes the good ones, a file with the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from touyan.core.intake import DEFAULT, Accepted, FileRefused, Limits
from touyan.core.intake import table as open_table
from touyan.core.sheets.cells import NotPossible, shown, value_of
from touyan.core.sheets.columns import Column, Problem, Row, folded
from touyan.core.sheets.rest import RestFile

Progress = Callable[[int, int | None], None]
Apply = Callable[[Sequence[Row]], Iterable[Problem] | None]
HEAD_WITHIN = 10
KEEP = 200
BATCH = 500


@dataclass(frozen=True)
class Layout:
    """Where the heading stands, which cell is which column, and the headings nobody asked for."""

    row: int
    places: Mapping[str, int]
    headings: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass
class Outcome:
    """What an import did. `problems` keeps the first 200; `rest` holds every row that was not taken, with the reason."""

    taken: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    rest: Path | None = None

    def note(self, found: Iterable[Problem]) -> None:
        """Remember problems up to the number a person would read on a page."""
        for problem in found:
            if len(self.problems) < KEEP:
                self.problems.append(problem)


class Reading:
    """An open list: `layout` is known at once, iterating gives Row after Row. `expected` may be None (.csv)."""

    def __init__(self, accepted: Accepted, columns: Sequence[Column], *, sheet: str | None, limits: Limits) -> None:
        opened = open_table(accepted, sheet=sheet, limits=limits)
        self.columns, self._rows = columns, opened.rows
        self.layout = find_layout(self._rows, columns)
        self.expected = None if opened.rows_expected is None else max(0, opened.rows_expected - self.layout.row)

    def __iter__(self) -> Iterator[Row]:
        for number, cells in self._rows:
            if any(shown(cell).strip() for cell in cells):
                yield read_row(number, cells, self.columns, self.layout)


def find_layout(rows: Iterator[tuple[int, list[Any]]], columns: Sequence[Column]) -> Layout:
    """Read on to the heading row: the first of ten with every required heading. Raises FileRefused with what is missing."""
    best: tuple[int, list[str], list[str]] = (-1, [str(column.title) for column in columns if column.required], [])
    for number, cells in islice(rows, HEAD_WITHIN):
        headings = [shown(cell).strip() for cell in cells]
        places = _places(headings, columns)
        missing = [str(column.title) for column in columns if column.required and column.key not in places]
        if places and not missing:
            known = {headings[at] for at in places.values()}
            return Layout(number, places, tuple(headings), tuple(h for h in headings if h and h not in known))
        if len(places) > best[0]:
            best = (len(places), missing, [heading for heading in headings if heading])
    raise FileRefused("header_missing", missing=best[1] or [str(columns[0].title)], found=best[2][:30])


def _places(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, heading in enumerate(headings):
        for column in columns:
            if folded(heading) in column.names():
                if column.key in places:
                    raise FileRefused("header_twice", title=heading)
                places[column.key] = at
    return places


def read_row(number: int, cells: Sequence[Any], columns: Sequence[Column], layout: Layout) -> Row:
    """The row with a value for every column; all its problems at once."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column in columns:
        at = layout.places.get(column.key)
        cell = cells[at] if at is not None and at < len(cells) else None
        try:
            values[column.key] = value_of(cell, column)
        except NotPossible as sentence:
            values[column.key] = None
            problems.append(Problem(number, str(column.title), str(sentence)))
    return Row(number, tuple(cells), values, tuple(problems))


def import_rows(
    accepted: Accepted,
    columns: Sequence[Column],
    apply: Apply,
    *,
    sheet: str | None = None,
    rest: Path | None = None,
    batch: int = BATCH,
    on_progress: Progress | None = None,
    limits: Limits = DEFAULT,
) -> Outcome:
    """Pass the good rows to `apply` in batches; it answers the problems of those it could not take.

    Rows that are wrong here or there go into the workbook `rest` with a last column that says why, ready to be mended
    and imported again. 100,000 rows pass in bounded memory; `on_progress(rows so far, rows expected or None)`.
    """
    reading = Reading(accepted, columns, sheet=sheet, limits=limits)
    outcome = Outcome(unknown=reading.layout.unknown)
    seen = 0
    with ExitStack() as stack:
        file = stack.enter_context(RestFile(rest, reading.layout.headings, columns)) if rest else None
        rows = iter(reading)
        while chunk := list(islice(rows, batch)):
            good = [row for row in chunk if not row.problems]
            found = [problem for row in chunk for problem in row.problems]
            found += list(apply(good) or ()) if good else []
            found.sort(key=lambda problem: problem.row)  # as in the file, whoever found it
            bad = _by_row(found)
            outcome.refused += len(bad)
            outcome.taken += len(chunk) - len(bad)
            outcome.note(found)
            if file:
                file.add((row, bad[row.number]) for row in chunk if row.number in bad)
            seen += len(chunk)
            if on_progress:
                on_progress(seen, reading.expected)
    outcome.rest = rest if rest and outcome.refused else None
    return outcome


def _by_row(problems: Iterable[Problem]) -> dict[int, str]:
    bad: dict[int, str] = {}
    for problem in problems:
        sentence = _("%(column)s：%(message)s") % {"column": problem.column, "message": problem.message}
        bad[problem.row] = (bad[problem.row] + " " + sentence) if problem.row in bad else sentence
    return bad
