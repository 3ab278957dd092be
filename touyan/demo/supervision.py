"""A year of oversight in the demonstration city: guidance, difficulties, meetings, draws, mid-year summaries."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from touyan.activities.models import Activity, ActivityKind
from touyan.activities.rules import State
from touyan.core.clock import SHANGHAI
from touyan.organizations.models import Person, Unit
from touyan.organizations.policy import actor_of
from touyan.planning import selectors as planning
from touyan.planning.models import Demand, Proof, Task, TaskEvent
from touyan.planning.rules import OPEN, TaskState
from touyan.supervision import drafting, selectors, services
from touyan.supervision.models import (
    AgendaItem,
    Check,
    Difficulty,
    DifficultyStep,
    Draw,
    Finding,
    Guidance,
    Meeting,
    RatingMark,
    RatingRound,
    RatingTicket,
    Report,
    ReportVersion,
)
from touyan.supervision.rules import DifficultyState, FindingState, ReportState

if TYPE_CHECKING:
    from touyan.demo.city import City

# kind, title, words, answer ("" waits), solved
DIFFICULTIES = [
    ("venue", "没有固定的活动场地", "希望协调一间能坐二十人的会议室，每月用一次。", "办公厅已协调委员之家二楼，每月第二周可用。", True),
    ("people", "缺一名懂信息系统的联络员", "支部书记都是兼职，希望机关派人帮助整理台账。", "信息中心每季度派一人驻点半天。", True),
    ("time", "主题党日与界别活动时间冲突", "同一周安排三次活动，委员请假多，希望统一排期。", "已请委员工作委员会按季排出日历，避开全会前后。", True),
    ("content", "专题调研缺少数据支持", "调研题目涉及的数据分散在三个部门，希望协调。", "已致函市经信局，六月底前提供口径和数据。", True),
    ("coordination", "街道协商驿站的议题没有回音", "五月提出的三条建议还没有答复。", "已请区政协跟进，两条已采纳，一条说明了原因。", False),
    ("venue", "民生议事堂无障碍通道不便", "有委员年纪大，上下台阶不便。", "", False),
    ("time", "年底材料集中，一周要交四份", "希望合并或者顺延其中的两份。", "", False),
    ("content", "党课师资不够", "希望市里推荐几位能讲专题的委员。", "已推荐六位委员讲师，名单见通知。", True),
    ("coordination", "跨区走访企业难以约到部门", "希望市级牵头联系。", "由经济委牵头，十二月上旬统一走访。", False),
    ("people", "新任小组长不熟悉系统", "希望有人上门教一次。", "", False),
]  # fmt: skip

YEAR_END = [
    ("通报年度任务完成情况", "到期任务已办九成以上，过期任务逐项说明原因和办结时间。"),
    ("部署年末报告", "各分党组十二月二十日前上报，系统已按记录起草，只核对文字。"),
    ("研究联合走访和驿站议题", "走访由经济委分党组牵头，议题办理情况由提案委分党组汇总。"),
]
AGENDA = [
    ("通报各分党组任务完成情况", "到期任务总体按序时推进，过期任务由各分党组书记月底前说明情况。"),
    ("交流主题党日与调研结合的做法", "形成三条可以推广的做法，编入下期交流材料。"),
    ("研究各单位反映的困难", "场地和师资两项由办公厅协调，按期答复。"),
]


def build(city: City) -> None:
    """Everything of this room, in the order in which it came about over the year."""
    guides = _guidance(city)
    _studies(city)
    _midyear(city)
    _difficulties(city, guides)
    _ratings(city)
    _meetings(city)
    _draws(city)


def _at(city: City, month: int, day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(city.year, month, day, hour, tzinfo=SHANGHAI)


def _guidance(city: City) -> dict[int, Person]:
    """Leaders share the sub-groups and districts; a branch goes with its sub-group."""
    units = [city.office_group, *city.subgroups, *city.districts]
    guides = {unit.pk: city.leaders[number % len(city.leaders)] for number, unit in enumerate(units)}
    parents = {
        branch: sub
        for sub in city.subgroups
        for branch in sub.closure_down.filter(depth=1).values_list("descendant_id", flat=True)
    }
    guides |= {branch.pk: guides[parents[branch.pk].pk] for branch in city.branches if branch.pk in parents}
    start = dt.date(2022, 5, 1)
    Guidance.objects.bulk_create(Guidance(leader=guide, unit_id=pk, start=start) for pk, guide in guides.items())
    return guides


def _studies(city: City) -> None:
    """Quarterly studies of the sub-groups and the office group, most of them held."""
    kind = ActivityKind.objects.filter(code="theory_study").first()
    tasks = Task.objects.filter(action__record_code="theory_study", due__lt=city.today, state__in=OPEN)
    held, proofs, events = [], [], []
    for number, task in enumerate(tasks.select_related("unit").order_by("pk") if kind else []):
        if number % 13 == 5:
            continue  # a few are late
        day = task.start + dt.timedelta(40 + number % 30)
        starts = dt.datetime.combine(day, dt.time(14, 30), SHANGHAI)
        held.append((task, Activity.objects.create(
            unit=task.unit, kind=kind, title=f"理论学习中心组{task.period_words}学习", place="机关会议室", starts=starts,
            ends=starts + dt.timedelta(hours=3), state=State.HELD, is_party=True, entered_by_name="示例联络员",
            outcome="学习原文，交流体会，研究贯彻措施。",
        )))  # fmt: skip
    for task, activity in held:
        proofs.append(
            Proof(task=task, action_id=task.action_id, record_kind="activity", record_id=activity.pk, label=activity.title, day=activity.day, by_name="示例联络员", at=activity.ends)
        )  # fmt: skip
        events.append(
            TaskEvent(task=task, at=activity.ends, by_name="示例联络员", verb="prove", before=task.state, after=TaskState.DONE, words=activity.title)
        )  # fmt: skip
        task.state, task.done_on, task.version = TaskState.DONE, activity.day, task.version + 1
    Proof.objects.bulk_create(proofs)
    TaskEvent.objects.bulk_create(events)
    Task.objects.bulk_update([task for task, _activity in held], ["state", "done_on", "version"])


def _midyear(city: City) -> None:
    """Mid-year summaries of most units: drafted from the records, submitted in July, most of them read."""
    late = {city.branches[7].pk, city.districts[9].pk, city.branches[13].pk}
    units = [u for u in (*city.subgroups, *city.branches, *city.districts) if u.pk not in late]
    today = dt.date(city.year, 7, 8)
    if today > city.today:
        return
    proofs, events, done = [], [], []
    tasks = {
        task.unit_id: task
        for task in Task.objects.filter(action__record_code="midyear_summary", period=f"{city.year}-H1", state__in=OPEN)
    }
    for number, unit in enumerate(units):
        at = _at(city, 7, 3 + number % 11)
        name = city.secretaries[unit.pk].name if unit.pk in city.secretaries else "示例书记"
        title = f"{unit.name}{city.year}年年中总结"
        state = ReportState.READ if number % 5 else ReportState.SUBMITTED
        report = Report.objects.create(
            unit=unit, kind="midyear", year=city.year, title=title, state=state, version=2, submitted_at=at,
            read_at=at + dt.timedelta(6) if state == ReportState.READ else None,
            read_by_name=city.leaders[0].name if state == ReportState.READ else "",
        )  # fmt: skip
        content = drafting.draft(unit, "midyear", city.year, today=today)
        ReportVersion.objects.bulk_create(
            [
                ReportVersion(report=report, number=1, verb="draft", at=at - dt.timedelta(1), by_name=name, content=content),
                ReportVersion(report=report, number=2, verb="submit", at=at, by_name=name, content=content),
            ]
        )  # fmt: skip
        if task := tasks.get(unit.pk):
            day = at.date()
            proofs.append(
                Proof(task=task, action_id=task.action_id, record_kind="report", record_id=report.pk, label=title[:200], day=day, by_name=name, at=at)
            )  # fmt: skip
            events.append(
                TaskEvent(task=task, at=at, by_name=name, verb="prove", before=task.state, after=TaskState.DONE, words=title[:300])
            )  # fmt: skip
            task.state, task.done_on, task.version = TaskState.DONE, day, task.version + 1
            done.append(task)
    Proof.objects.bulk_create(proofs)
    TaskEvent.objects.bulk_create(events)
    Task.objects.bulk_update(done, ["state", "done_on", "version"])


def _difficulties(city: City, guides: dict[int, Person]) -> None:
    calendar = planning.working_calendar()
    units = [city.branches[2], city.branches[0], city.subgroups[1], city.branches[5], city.districts[0],
             city.branches[2], city.districts[4], city.branches[9], city.subgroups[3], city.branches[11]]  # fmt: skip
    units[9] = next(unit for unit in city.branches if guides.get(unit.pk) == city.leaders[1])
    for number, ((kind, title, words, answer, solved), unit) in enumerate(zip(DIFFICULTIES, units, strict=True)):
        raised = city.today - dt.timedelta(250 - 26 * number if answer else 24 - 2 * number)
        leader = guides.get(unit.pk)
        name = city.secretaries[unit.pk].name if unit.pk in city.secretaries else "示例书记"
        answered = raised + dt.timedelta(6 + number % 3) if answer else None
        row = Difficulty.objects.create(
            unit=unit, kind=kind, title=title, words=words, leader=leader, by_name=name,
            raised_on=raised, due=calendar.add(raised, 10).day, answered_on=answered,
            solved_on=answered + dt.timedelta(20) if answered and solved else None,
            state=DifficultyState.SOLVED if solved else DifficultyState.ANSWERED if answer else DifficultyState.RAISED,
        )  # fmt: skip
        steps = [("raise", raised, name, words)]
        if answered and leader:
            steps.append(("answer", answered, leader.name, answer))
        if answered and solved:
            steps.append(("solve", answered + dt.timedelta(20), name, ""))
        DifficultyStep.objects.bulk_create(
            DifficultyStep(difficulty=row, at=dt.datetime.combine(day, dt.time(9, 30), SHANGHAI), by_name=who, verb=verb, words=said)
            for verb, day, who, said in steps
        )  # fmt: skip


def _ratings(city: City) -> None:
    """The first half-year's round is closed with its result; the second is open."""
    guided = selectors.guided_under(city.root, city.today)
    first = RatingRound.objects.create(
        committee=city.root, year=city.year, half=1, opens=dt.date(city.year, 7, 1), closes=dt.date(city.year, 7, 20)
    )
    used = [city.rng.random() < 0.8 for _each in guided]
    RatingTicket.objects.bulk_create(
        RatingTicket(round=first, unit=g.unit, leader=g.leader, used=u) for g, u in zip(guided, used, strict=True)
    )
    RatingMark.objects.bulk_create(
        RatingMark(
            id=uuid.UUID(int=city.rng.getrandbits(128)), round=first, leader=g.leader,
            timely=city.rng.choice((3, 4, 4, 5, 5)), useful=city.rng.choice((3, 4, 4, 4, 5)),
        )
        for g, u in zip(guided, used, strict=True) if u
    )  # fmt: skip
    first.result = selectors.rating_result(first)
    first.save(update_fields=["result"])
    first.marks.all().delete()
    second = RatingRound.objects.create(
        committee=city.root, year=city.year, half=2, opens=city.today - dt.timedelta(5), closes=city.today + dt.timedelta(16)
    )  # fmt: skip
    RatingTicket.objects.bulk_create(RatingTicket(round=second, unit=g.unit, leader=g.leader) for g in guided)


def _meetings(city: City) -> None:
    office = actor_of(city.accounts["office"])
    for number, (month, day) in enumerate(((3, 24), (6, 23), (9, 22))):
        if dt.date(city.year, month, day) > city.today:
            continue
        meeting = Meeting.objects.create(
            unit=city.party_group, kind=Meeting.MEETING, title=f"分党组党建工作例会（第{number + 1}季度）",
            day=dt.date(city.year, month, day), place="市政协会议室", minutes=90, leader=city.leaders[0],
            record="会议通报了各分党组任务完成情况，议定事项另列。",
        )  # fmt: skip
        meeting.units.set(city.subgroups)
        AgendaItem.objects.bulk_create(
            AgendaItem(meeting=meeting, order=at, title=title, minutes=30, outcome=outcome)
            for at, (title, outcome) in enumerate(AGENDA, 1)
        )
        _asked(city, city.subgroups, meeting, "meeting")
    for number, sub in enumerate(city.subgroups[:4]):
        talk = Meeting.objects.create(
            unit=city.party_group, kind=Meeting.INTERVIEW, title=f"与{sub.short}面谈党建工作", minutes=40,
            day=city.today - dt.timedelta(40 + 9 * number), leader=city.leaders[number % len(city.leaders)],
        )  # fmt: skip
        talk.units.set([sub])
        _asked(city, [sub], talk, "interview")
    fields = {
        "title": "年末党建工作推进会",
        "day": city.today - dt.timedelta(9),
        "minutes": 60,
        "kind": Meeting.MEETING,
    }
    last = services.meeting_record(
        actor=office, unit=city.party_group, fields={**fields, "leader": city.leaders[1]}, units=city.subgroups,
        replaces="代替四季度例会", agenda="\n".join(title for title, _outcome in YEAR_END),
    )  # fmt: skip
    said = [outcome for _title, outcome in YEAR_END]
    outcomes = {item.pk: outcome for item, outcome in zip(last.items.all(), said, strict=True)}
    services.meeting_minute(actor=office, meeting_id=last.pk, record="", outcomes=outcomes)
    for words, sub in (("联合走访十家小微企业", city.subgroups[1]), ("汇总协商驿站议题办理情况", city.subgroups[0])):
        services.decision_add(
            actor=office, meeting_id=last.pk, words=words, unit=sub, due=city.today + dt.timedelta(18), minutes=120, people=4
        )  # fmt: skip


def _asked(city: City, units: list[Unit], meeting: Meeting, kind: str) -> None:
    Demand.objects.bulk_create(
        Demand(
            unit=unit, month=meeting.day.replace(day=1), kind=kind, label=meeting.title, minutes=meeting.minutes, people=1,
            cost=meeting.minutes, by_name="市政协办公厅", source_kind="meeting", source_id=meeting.pk,
        )
        for unit in units
    )  # fmt: skip


def _draws(city: City) -> None:
    """Two draws by the published way; the first is finished, of the second one finding is followed."""
    office = actor_of(city.accounts["office"])
    for number, (title, days, seed) in enumerate(
        (("上半年党建工作抽查", 190, "735"), ("下半年党建工作抽查", 35, "082"))
    ):
        draw = services.draw_announce(
            actor=office, committee=city.root, title=f"{city.year}年{title}", year=city.year,
            kinds=["temporary_branch", "committee"], each=2, seed_source="公布后第三天的福彩3D开奖号码（示例）",
        )  # fmt: skip
        checks = services.draw_make(actor=office, draw_id=draw.pk, seed=seed)
        at = dt.datetime.combine(city.today - dt.timedelta(days), dt.time(9), SHANGHAI)
        Draw.objects.filter(pk=draw.pk).update(announced_at=at, drawn_at=at + dt.timedelta(3))
        for order, check in enumerate(checks):
            day = at.date() + dt.timedelta(10 + order)
            Check.objects.filter(pk=check.pk).update(
                state="done", day=day, by_name=office.name, words="看了计划任务、活动记录和会议记录，与书记交流半小时。",
                good="主题党日都带着调研题目，活动成效当场记下。" if order % 2 else "",
            )  # fmt: skip
            if order < 2:
                _finding(check, day, number, order, office.name)


def _finding(check: Check, day: dt.date, number: int, order: int, name: str) -> None:
    words, help_ = (
        ("个别月份活动只有标题，没有写成效", "办公厅派人示范一次现场记录"),
        ("季度党员大会通知偏晚", "提供排期模板，自动提醒"),
    )[order]
    closed = number == 0 or order == 1
    Finding.objects.create(
        check_of=check, words=words, help=help_, due=day + dt.timedelta(30),
        state=FindingState.CLOSED if closed else FindingState.OPEN, fix="已补齐，今后当场记。" if closed else "",
        closed_by_name=name if closed else "", closed_on=day + dt.timedelta(21) if closed else None,
    )  # fmt: skip
