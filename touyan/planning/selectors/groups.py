"""Units by kind and level, for pages on which whole groups are picked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from touyan.organizations.models import Unit
from touyan.organizations.rules import Kind, Level


@dataclass(frozen=True)
class Groups:
    """Units that a plan can be issued to, by kind and level."""

    rows: list[tuple[str, str, list[Unit]]]
    units: Any

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(key, label) for key, label, _units in self.rows]

    def picked(self, keys: Sequence[str], single: Iterable[Unit]) -> list[Unit]:
        """Units of whole groups and those ticked one by one, each once, in the office's order."""
        found = {unit.pk: unit for key, _label, units in self.rows if key in keys for unit in units}
        found.update({unit.pk: unit for unit in single})
        return sorted(found.values(), key=lambda unit: (unit.order, unit.code))


def grouped_units(units: Any) -> Groups:
    """The same units by kind and level."""
    grouped: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        grouped[unit.kind, unit.level].append(unit)
    rows = [
        (f"{kind}-{level}", f"{Level(level).label} · {Kind(kind).label}", found)
        for (kind, level), found in grouped.items()
    ]
    return Groups(rows, units)
