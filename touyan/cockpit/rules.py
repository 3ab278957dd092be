"""Who sees the overview, and its slices. No queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touyan.organizations.rules import LEADERS, STAFF, Level, Line, Permit, Role

PERMITS: dict[str, Permit] = {
    "overview.view": Permit(_("查看总览"), LEADERS | STAFF | {Role.ASSESSMENT_OFFICE, Role.SUBGROUP_SECRETARY}),
}


@dataclass(frozen=True)
class Slice:
    """One row of the overview: units of a level, at the city of one line; with the mark that goes with the line. Every
    unit is in one row."""

    key: str
    label: str | Promise
    line: Line
    level: Level
    all_lines: bool = False


SLICES = (
    Slice("office", _("机关线（市本级）"), Line.OFFICE, Level.CITY),
    Slice("committee", _("专委会线（市本级）"), Line.COMMITTEE, Level.CITY),
    Slice("district", _("区县（市）"), Line.TERRITORY, Level.DISTRICT, all_lines=True),
    Slice("town", _("镇街"), Line.TERRITORY, Level.TOWN, all_lines=True),
)
BY_KEY = {one.key: one for one in SLICES}
FACES = {
    "all": _("到今天应办"),
    "done": _("已完成"),
    "late": _("已过期"),
    "soon": _("本月到期"),
}
