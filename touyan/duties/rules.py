"""Who may do what with the ledger, and what a row must be like. No queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from touyan.core.errors import Refused
from touyan.duties.words import Nature, Source
from touyan.organizations.rules import LEADERS, SECRETARIES, STAFF, Permit, Role

PERMITS: dict[str, Permit] = {
    "duty.view": Permit(
        _l("查看履职记录"), STAFF | LEADERS | SECRETARIES | {Role.ASSESSMENT_OFFICE, Role.AUDITOR}, own=True
    ),
    "duty.post": Permit(_l("登记履职记录"), STAFF | SECRETARIES),
    "duty.correct": Permit(_l("更正履职记录"), STAFF | SECRETARIES),
    "duty.confirm": Permit(_l("确认本人履职记录"), own=True),
    "duty.verify": Permit(_l("核实自报和有异议的记录"), STAFF | SECRETARIES),
    "duty.rates": Permit(_l("查看出勤率和出彩率"), STAFF | LEADERS | {Role.ASSESSMENT_OFFICE, Role.SUBGROUP_SECRETARY}),
    "work.claim": Permit(_l("自报履职成果"), own=True),
}

ONE = 10_000
"""One counted unit."""
LARGEST = 1_000_000_000
GROUP_SHOWN_FROM = 5
"""A figure about fewer people than this is hidden."""


@dataclass(frozen=True)
class Proof:
    """What shows that a row is true, in words that need no other room: kind, number, label."""

    kind: str = ""
    id: int | None = None
    label: str = ""


@dataclass(frozen=True)
class Draft:
    """One row before it is booked. `key` makes it happen once; quantity is in 1/10,000 (one = 10,000)."""

    key: str
    unit_id: int
    kind: str
    stage: str
    day: dt.date
    person_id: int | None = None
    work_id: int | None = None
    level: str = ""
    form: str = ""
    outcome: str = ""
    role: str = ""
    by: str = ""
    tag: str = ""
    place: int | None = None
    authors: int | None = None
    share: int | None = None
    quantity: int = ONE
    title: str = ""
    proof: Proof = field(default_factory=Proof)
    source: str = Source.RECORDED
    nature: str = Nature.FACT
    corrects_id: int | None = None
    reason: str = ""
    committee_id: int | None = None


def refuse_bad(draft: Draft, *, today: dt.date) -> None:
    """Raise Refused, saying which value cannot stand in a row."""
    problem = ""
    if not draft.kind or not draft.stage:
        problem = _("缺少类别或环节。")
    elif not 0 <= draft.quantity <= LARGEST:
        problem = _("数量应在0与100000之间。")
    elif draft.place is not None and not 1 <= draft.place <= 999:
        problem = _("署名次序应从1开始。")
    elif draft.authors is not None and draft.authors < (draft.place or 1):
        problem = _("署名人数不能少于署名次序。")
    elif draft.day > today and draft.nature != Nature.VOID:
        problem = _("日期在今天之后，还没有发生的事不能入账。")
    elif draft.day.year < 1949:
        problem = _("日期过早，请检查年份。")
    if problem:
        raise Refused(problem, possible=_("请修改后再登记。"))
