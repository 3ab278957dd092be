"""Writing a summary from the records: every sentence carries the records it rests on, and what is missing is said as a gap.

Nothing is invented: a sentence is made from counts and titles, and a count of nothing is a gap, not silence.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from touyan.activities.models import Activity
from touyan.activities.rules import State
from touyan.core.words import date_words
from touyan.duties.models import DutyRecord
from touyan.duties.words import CAME, Stage, WorkKind
from touyan.organizations.models import Closure, Unit
from touyan.planning import proofs
from touyan.planning.models import Proof, Task
from touyan.planning.rules import OPEN, TaskState
from touyan.supervision.models import Difficulty, Finding
from touyan.supervision.rules import DifficultyState, FindingState, ReportKind

NAMED = 6  # records named one by one in a footnote; the rest is told as a number


@dataclass(frozen=True)
class Note:
    """A record behind a sentence: what it is called and where it opens."""

    label: str
    url: str = ""


@dataclass
class Sentence:
    """One sentence with its records; a gap says what has no record."""

    text: str
    notes: list[Note] = field(default_factory=list)
    gap: bool = False
    edited: bool = False


@dataclass
class Section:
    """A heading with its sentences."""

    heading: str
    sentences: list[Sentence] = field(default_factory=list)


@dataclass(frozen=True)
class Span:
    """Whose report, over which days."""

    unit: Unit
    units: tuple[int, ...]
    first: dt.date
    last: dt.date


def span_of(unit: Unit, kind: str, year: int) -> Span:
    """The unit with everything below it, over the first half-year or the year."""
    last = dt.date(year, 6, 30) if kind == ReportKind.MIDYEAR else dt.date(year, 12, 31)
    ids = set(Closure.objects.filter(ancestor=unit).values_list("descendant_id", flat=True))
    return Span(unit, tuple(sorted(ids)), dt.date(year, 1, 1), last)


def draft(unit: Unit, kind: str, year: int, *, today: dt.date) -> list[dict[str, Any]]:
    """The sections of a report, from the records as they stand; ready to be kept as a version. Papers are in Chinese,
    whatever language the writer reads the pages in."""
    with translation.override("zh-hans"):
        return _draft(span_of(unit, kind, year), today)


def _draft(span: Span, today: dt.date) -> list[dict[str, Any]]:
    made = [
        _plan(span, today),
        _activities(span),
        _duties(span),
        _difficulties(span),
        _gaps(span, today),
        _ahead(span),
    ]
    return [asdict(section) for section in _numbered(made)]


def _numbered(sections: Iterable[Section]) -> list[Section]:
    found = [section for section in sections if section.sentences]
    return [
        Section(f"{'一二三四五六七八九'[i]}、{section.heading}", section.sentences) for i, section in enumerate(found)
    ]


def _tasks(span: Span) -> Any:
    rows = Task.objects.filter(unit__in=span.units, due__gte=span.first, due__lte=span.last)
    return rows.exclude(state=TaskState.CANCELLED)


def _plan(span: Span, today: dt.date) -> Section:
    rows = (
        _tasks(span)
        .values("action__code", "action__title")
        .annotate(
            asked=Count("pk"),
            done=Count("pk", filter=Q(state=TaskState.DONE)),
        )
        .order_by("action__code")
    )
    per: dict[str, tuple[str, int, int]] = {}
    for row in rows:
        _title, asked, done = per.get(row["action__code"], ("", 0, 0))
        per[row["action__code"]] = (row["action__title"], asked + row["asked"], done + row["done"])
    section = Section(_("年度计划落实情况"))
    if not per:
        section.sentences.append(Sentence(_("这一时期没有下达到本单位的任务。"), gap=True))
        return section
    total, done = sum(a for _t, a, _d in per.values()), sum(d for _t, _a, d in per.values())
    here = f"{reverse('unit_tasks', args=[span.unit.pk])}?year={span.first.year}"
    section.sentences.append(
        Sentence(
            _("到期任务%(total)d项，完成%(done)d项。") % {"total": total, "done": done},
            [Note(_("计划任务清单，%(total)d项") % {"total": total}, here)],
        )
    )
    by_code = _proofs(span)
    for code, (title, asked, finished) in per.items():
        if finished:
            words = _("%(title)s应办%(asked)d次，办理%(done)d次。") % {"title": title, "asked": asked, "done": finished}
            section.sentences.append(Sentence(words, _named(by_code[code])))
    return section


def _proofs(span: Span) -> dict[str, list[Note]]:
    rows = Proof.objects.filter(task__in=_tasks(span).values("pk"), withdrawn=False).select_related(
        "task__unit", "action"
    )
    found: dict[str, list[Note]] = defaultdict(list)
    for proof in rows.order_by("day", "pk"):
        label = f"{proof.label}（{proof.task.unit.short}，{date_words(proof.day)}）"
        found[proof.action.code].append(Note(label, proofs.address(proof)))
    return found


def _named(notes: Sequence[Note]) -> list[Note]:
    """The first records by name, the rest as a number."""
    if len(notes) <= NAMED:
        return list(notes)
    return [*notes[:NAMED], Note(_("等%(count)d条记录") % {"count": len(notes)})]


def _activities(span: Span) -> Section:
    section = Section(_("组织生活和活动开展情况"))
    held = Activity.objects.filter(unit__in=span.units, day__gte=span.first, day__lte=span.last, state=State.HELD)
    rows = list(held.select_related("unit", "kind").order_by("day", "pk"))
    if not rows:
        return section
    kinds: dict[str, list[Activity]] = defaultdict(list)
    for row in rows:
        kinds[str(row.kind)].append(row)
    for name, found in sorted(kinds.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        words = _("开展%(name)s%(count)d次。") % {"name": name, "count": len(found)}
        section.sentences.append(Sentence(words, _named([_activity_note(row) for row in found])))
    joined = [row for row in rows if row.is_party and row.is_duty]
    if joined:
        words = _("其中党建与履职结合的活动%(count)d次。") % {"count": len(joined)}
        section.sentences.append(Sentence(words, _named([_activity_note(row) for row in joined])))
    for row in [row for row in rows if row.outcome][:5]:
        words = f"{row.day.month}月{row.day.day}日，{row.title}：{row.outcome.rstrip('。')[:160]}。"
        section.sentences.append(Sentence(words, [_activity_note(row)]))
    return section


def _activity_note(row: Activity) -> Note:
    return Note(f"{row.title}（{row.unit.short}，{date_words(row.day)}）", proofs.opens("activity", row.pk))


def _duties(span: Span) -> Section:
    """Counts of works by kind and stage, and attendance in person-times; never a person by name."""
    section = Section(_("履职成果"))
    rows = DutyRecord.objects.counting().filter(
        unit__in=span.units, business_date__gte=span.first, business_date__lte=span.last
    )
    works = rows.exclude(stage__in=[Stage.ATTENDANCE, Stage.HELD]).filter(kind__in=WorkKind.values)
    for row in (
        works.order_by().values("kind", "stage").annotate(n=Count("work", distinct=True)).order_by("kind", "stage")
    ):
        if not row["n"]:
            continue
        kind, stage = WorkKind(row["kind"]).label, Stage(row["stage"]).label if row["stage"] in Stage.values else ""
        titles = works.filter(kind=row["kind"], stage=row["stage"], work__isnull=False).order_by("business_date")
        names = list(dict.fromkeys(titles.values_list("work__title", flat=True)[: NAMED * 4]))
        words = _("%(kind)s%(stage)s%(count)d件。") % {"kind": kind, "stage": stage, "count": row["n"]}
        notes = [Note(_("履职台账：%(title)s") % {"title": name}) for name in names[:NAMED]]
        section.sentences.append(Sentence(words, notes or [Note(_("履职台账"))]))
    attendance = rows.filter(stage=Stage.ATTENDANCE)
    due = attendance.count()
    if due:
        came = attendance.filter(outcome__in=CAME).count()
        words = _("参加会议活动应到%(due)d人次，实到%(came)d人次。") % {"due": due, "came": came}
        section.sentences.append(Sentence(words, [Note(_("履职台账出席记录，%(due)d条") % {"due": due})]))
    return section


def _difficulties(span: Span) -> Section:
    section = Section(_("困难反映和督查整改"))
    rows = list(Difficulty.objects.filter(unit__in=span.units, raised_on__gte=span.first, raised_on__lte=span.last))
    if rows:
        answered = [row for row in rows if row.answered_on]
        solved = [row for row in rows if row.state == DifficultyState.SOLVED]
        words = _("向联系领导反映困难%(all)d件，已答复%(answered)d件，已解决%(solved)d件。") % {
            "all": len(rows), "answered": len(answered), "solved": len(solved)}  # fmt: skip
        notes = [Note(row.title, reverse("difficulty_page", args=[row.pk])) for row in rows]
        section.sentences.append(Sentence(words, _named(notes)))
    findings = list(
        Finding.objects.filter(
            check_of__unit__in=span.units, check_of__day__gte=span.first, check_of__day__lte=span.last
        ).select_related("check_of")
    )
    if findings:
        closed = sum(row.state == FindingState.CLOSED for row in findings)
        words = _("抽查发现问题%(all)d个，已销号%(closed)d个。") % {"all": len(findings), "closed": closed}
        notes = [Note(row.words, reverse("check_page", args=[row.check_of_id])) for row in findings]
        section.sentences.append(Sentence(words, _named(notes)))
    return section


def _gaps(span: Span, today: dt.date) -> Section:
    """What has no record. Said plainly, with where it stands; the writer explains or leaves it."""
    section = Section(_("存在的不足"))
    rows = list(
        _tasks(span).filter(state__in=OPEN, due__lt=today).select_related("unit", "action").order_by("due", "pk")
    )
    by_title: dict[str, list[Task]] = defaultdict(list)
    for task in rows:
        by_title[task.action.title].append(task)
    for title, found in by_title.items():
        words = _("%(title)s有%(count)d项到期没有完成记录。") % {"title": title, "count": len(found)}
        notes = [Note(f"{task.unit.short} {task.period_words}", reverse("task_page", args=[task.pk])) for task in found]
        section.sentences.append(Sentence(words, _named(notes), gap=True))
    if not Activity.objects.filter(
        unit__in=span.units, day__gte=span.first, day__lte=span.last, state=State.HELD
    ).exists():
        section.sentences.append(Sentence(_("这一时期没有活动记录。"), gap=True))
    return section


def _ahead(span: Span) -> Section:
    section = Section(_("下一步打算"))
    end = dt.date(span.last.year + (1 if span.last.month == 12 else 0), 12, 31)
    rows = Task.objects.filter(unit__in=span.units, due__gt=span.last, due__lte=end, state__in=OPEN)
    grouped = rows.order_by().values("action__title").annotate(n=Count("pk")).order_by("action__title")
    here = f"{reverse('unit_tasks', args=[span.unit.pk])}?year={end.year}"
    for row in grouped:
        words = _("按计划完成%(title)s%(count)d次。") % {"title": row["action__title"], "count": row["n"]}
        section.sentences.append(Sentence(words, [Note(_("计划任务清单"), here)]))
    return section
