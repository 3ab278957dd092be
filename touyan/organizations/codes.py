"""The code that a new unit is offered: the next free one beside its sisters."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from touyan.organizations.models import Unit
from touyan.organizations.rules import Kind

STEMS = {
    Kind.COMMITTEE: "QX",
    Kind.LEADING_PARTY_GROUP: "DZ",
    Kind.OFFICE_PARTY_GROUP: "JGDZ",
    Kind.DEPARTMENT: "CS",
    Kind.OFFICE_BRANCH: "JGZB",
    Kind.PARTY_SUBGROUP: "FDZ",
    Kind.SPECIAL_COMMITTEE: "ZWH",
    Kind.TEMPORARY_BRANCH: "ZB",
    Kind.ACTIVITY_GROUP: "XZ",
    Kind.TOWN_GROUP: "Z",
}
NUMBERED = re.compile(r"(.*?)([0-9]+)")


def code_next(parent: Unit, kind: Kind) -> str:
    """The number after the highest among the units of `kind` under `parent`; under the parent's code where there is none."""
    under = Unit.objects.filter(kind=kind, placements__parent=parent).order_by().values_list("code", flat=True)
    numbered = [found for code in under.distinct() if (found := NUMBERED.fullmatch(code))]
    last = max(numbered, key=lambda found: int(found[2]), default=None)
    stem, number, width = (last[1], int(last[2]), len(last[2])) if last else (f"{parent.code}-{STEMS[kind]}", 0, 1)
    taken = set(Unit.objects.filter(code__startswith=stem).values_list("code", flat=True))
    while (code := f"{stem}{(number := number + 1):0{width}d}") in taken:
        pass
    return code


def unit_initial(parent: Unit) -> dict[str, Any]:
    """What a unit under `parent` most likely is: as most of its sisters, in the parent's line and level, with a code."""
    sisters = Unit.objects.filter(placements__parent=parent).order_by().values_list("kind", flat=True)
    [(kind, _times)] = Counter(sisters).most_common(1) or [(Kind.COMMITTEE, 0)]
    code = code_next(parent, Kind(kind))
    return {"kind": kind, "line": parent.line, "level": parent.level, "code": code, "proposed": code}
