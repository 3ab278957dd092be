"""From rows of another system's list to works and ledger rows. Looked at and taken the same way; the same list twice adds nothing.

A row is one work at one stage. The work is known by the source's own number, so a later list only adds stages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from touyan.core import clock
from touyan.core.sheets import Column, Problem, Row
from touyan.duties import ledger, works
from touyan.duties.models import Work
from touyan.duties.rules import Draft
from touyan.duties.words import AdoptionLevel, Form, Source, Stage, WorkKind
from touyan.organizations.models import Closure, Membership, Person, Unit
from touyan.organizations.policy import Actor

KINDS = {str(label): code for code, label in WorkKind.choices if code != WorkKind.ACTIVITY}
STAGES = {str(label): code for code, label in Stage.choices if code not in {Stage.ATTENDANCE, Stage.HELD}}


def columns(mapping: dict[str, str]) -> tuple[Column, ...]:
    """The columns of a list of works; `mapping` (heading → column) adds the source's own headings."""
    base = (
        Column("number", _l("编号"), required=True, max_length=60, example="2026-0012"),
        Column("title", _l("题目"), required=True, max_length=200, aliases=("标题", "案由")),
        Column("kind", _l("类别"), kind="choice", required=True, choices=KINDS),
        Column("day", _l("提交日期"), kind="date", required=True),
        Column(
            "authors", _l("作者"), required=True, max_length=300, aliases=("提案人", "撰稿人"), example="张三、李四"
        ),
        Column("stage", _l("环节"), kind="choice", choices=STAGES),
        Column("stage_day", _l("环节日期"), kind="date"),
        Column("level", _l("层级"), kind="choice", choices={str(label): code for code, label in AdoptionLevel.choices}),
        Column("by", _l("采用或办理单位"), max_length=60),
        Column("proof", _l("凭据"), max_length=200),
        Column("form", _l("形式"), kind="choice", choices={str(label): code for code, label in Form.choices}),
        Column("tag", _l("属性"), max_length=40),
    )
    own: dict[str, list[str]] = {}
    for heading, key in mapping.items():
        own.setdefault(key, []).append(heading)
    return tuple(replace(column, aliases=(*column.aliases, *own.get(column.key, []))) for column in base)


@dataclass
class Intake:
    """Reads batches of good rows for `unit`. With `write` it also books each batch in a transaction of its own."""

    unit: Unit
    source: str
    actor: Actor
    write: bool = False
    fresh: int = 0
    known: int = 0
    _people: dict[str, list[int]] = field(default_factory=dict)
    _committee: int = 0
    _seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._committee = ledger.committees_of([self.unit.pk])[self.unit.pk]
        below = Closure.objects.filter(ancestor_id=self._committee).values("descendant_id")
        rows = Membership.objects.filter(unit_id__in=below).values("person_id")
        for name, pk in Person.objects.filter(pk__in=rows).values_list("name", "pk"):
            self._people.setdefault(name, []).append(pk)

    def __call__(self, rows: Sequence[Row]) -> list[Problem]:
        """The problems of the rows that cannot be taken; the others are counted, and booked when asked."""
        problems: list[Problem] = []
        good: list[tuple[dict[str, Any], list[int]]] = []
        for row in rows:
            authors, found = self._authors(row)
            problems += found or self._wrong(row)
            if not found and not self._wrong(row):
                good.append((row.values, authors))
        if self.write:
            with transaction.atomic():
                self._count(good, standing := self._works([values for values, _authors in good]))
                self._book(standing, good)
        else:
            self._count(good, self._works([values for values, _authors in good]))
        return problems

    def _count(self, good: list[tuple[dict[str, Any], list[int]]], standing: dict[str, Work]) -> None:
        """Works of the batch that are new, and those that stand; one that came in an earlier batch is counted there."""
        numbers = {values["number"] for values, _authors in good} - self._seen
        fresh = sum(standing[number].pk is None for number in numbers)
        self.fresh, self.known = self.fresh + fresh, self.known + len(numbers) - fresh
        self._seen |= numbers

    def _authors(self, row: Row) -> tuple[list[int], list[Problem]]:
        names = [
            n
            for n in str(row.values["authors"]).replace("，", "、").replace(",", "、").replace(" ", "、").split("、")
            if n
        ]
        missing = [name for name in names if name not in self._people]
        if missing:
            words = _("名册中没有：%(names)s。") % {"names": "、".join(missing[:5])}
            return [], [Problem(row.number, str(_("作者")), words)]
        several = [name for name in names if len(self._people[name]) > 1]
        if several:
            words = _("名册中有同名，清单分不清是谁：%(names)s。请逐项登记。") % {"names": "、".join(several[:5])}
            return [], [Problem(row.number, str(_("作者")), words)]
        found = [self._people[name][0] for name in names]
        if len(set(found)) != len(found):
            return [], [Problem(row.number, str(_("作者")), _("同一个人在署名中出现了两次。"))]
        return found, []

    def _wrong(self, row: Row) -> list[Problem]:
        values, today = row.values, clock.today()
        for key, title in (("day", _("提交日期")), ("stage_day", _("环节日期"))):
            if (values.get(key) or today) > today:
                return [Problem(row.number, str(title), _("日期在今天之后。"))]
        if values.get("stage_day") and values["stage_day"] < values["day"]:
            return [Problem(row.number, str(_("环节日期")), _("早于提交日期。"))]
        if values.get("stage") in {Stage.ADOPTED, Stage.COMMENDED} and not values.get("level"):
            return [Problem(row.number, str(_("层级")), _("采用和表彰须写明层级。"))]
        if values.get("stage") in {Stage.ADOPTED, Stage.COMMENDED} and not values.get("proof"):
            return [Problem(row.number, str(_("凭据")), _("采用和表彰须写明凭据，如文号、采用通知。"))]
        return []

    def _works(self, rows: Sequence[dict[str, Any]]) -> dict[str, Work]:
        numbers = {values["number"] for values in rows}
        found = Work.objects.filter(committee_id=self._committee, source_name=self.source, source_no__in=numbers)
        standing = {work.source_no: work for work in found}
        for values in rows:
            if values["number"] not in standing:
                standing[values["number"]] = Work(
                    committee_id=self._committee,
                    unit=self.unit,
                    kind=values["kind"],
                    title=values["title"],
                    day=values["day"],
                    source_name=self.source,
                    source_no=values["number"],
                )
        return standing

    def _drafts(self, standing: dict[str, Work], values: dict[str, Any], authors: list[int]) -> list[Draft]:
        work = standing[values["number"]]
        stages: list[tuple[str, dt.date, str]] = [(Stage.SUBMITTED, values["day"], "")]
        if values.get("stage") and values["stage"] != Stage.SUBMITTED:
            stages.append((values["stage"], values.get("stage_day") or values["day"], values.get("level") or ""))
        form = values.get("form") or (Form.JOINT if len(authors) > 1 else Form.INDIVIDUAL)
        return [
            works.stage_draft(
                work,
                works.Author(person, place),
                len(authors),
                stage,
                day,
                form=form,
                level=level,
                by=(values.get("by") or "") if stage != Stage.SUBMITTED else "",
                source=Source.IMPORTED,
                proof=(values.get("proof") or "") if stage != Stage.SUBMITTED else "",
                tag=values.get("tag") or "",
            )
            for stage, day, level in stages
            for place, person in enumerate(authors, 1)
        ]

    def _book(self, standing: dict[str, Work], good: list[tuple[dict[str, Any], list[int]]]) -> None:
        Work.objects.bulk_create([work for work in standing.values() if work.pk is None])
        drafts = {d.key: d for values, authors in good for d in self._drafts(standing, values, authors)}
        ledger.append(list(drafts.values()), entered_by=self.actor)
