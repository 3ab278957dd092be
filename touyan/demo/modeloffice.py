"""The model office of the demonstration city: what departments keep besides what is read from their work."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import TYPE_CHECKING

from touyan.activities.models import Activity, ActivityKind
from touyan.activities.rules import State as ActivityState
from touyan.core.clock import SHANGHAI
from touyan.duties.models import Work, WorkLink
from touyan.learning.models import Lesson, Programme
from touyan.modeloffice import selectors
from touyan.modeloffice.measures import Level
from touyan.modeloffice.models import (
    Appraisal,
    Benchmark,
    Caution,
    Companion,
    Line,
    Major,
    RiskPoint,
    RiskReview,
    Visit,
)
from touyan.modeloffice.rules import BenchmarkState, Half, MajorKind, MajorState, Occasion, State, VisitKind
from touyan.modeloffice.services.integrity import after
from touyan.planning.models import Issue, Plan, PlanAction, Task
from touyan.planning.rules import PlanState, TaskState

if TYPE_CHECKING:
    from touyan.demo.city import City
    from touyan.organizations.models import Unit

SEED = 61
# Which Party branch of the office a department belongs to.
BRANCH_OF = (0, 0, 1, 2, 1, 2)
WORK = (
    "全会服务保障方案", "季度协商议题落实", "重点调研报告起草", "机关安全和节能检查", "委员联络台账核对", "平台数据季度校核",
)  # fmt: skip
MAJORS = (
    (0, MajorKind.REPORT, "第一季度重点工作进展", (3, 28), 0, ()),
    (0, MajorKind.ASK, "“请你来协商”年度议题安排", (2, 20), 0, (2, 4)),
    (1, MajorKind.REPORT, "机关党组抓党建情况", (7, 5), 2, ()),
    (2, MajorKind.ASK, "重点课题委托第三方调查", (5, 12), -1, (0,)),
    (3, MajorKind.ASK, "会议室修缮项目立项", (4, 18), 3, (0,)),
    (4, MajorKind.REPORT, "委员活动组接待工作情况", (9, 10), 0, (3,)),
    (5, MajorKind.REPORT, "平台数据安全自查情况", (10, 15), 0, ()),
    (2, MajorKind.REPORT, "下半年调研成果转化情况", (12, 1), None, (0, 4)),
    (1, MajorKind.ASK, "机关支部换届工作安排", (11, 25), None, ()),
)
POINTS = (
    (0, "公文印章岗", "公文办理和用印", "未按程序用印", "用印登记，双人核对", 6, (3, 20), True),
    (0, "会务接待岗", "会议接待", "超标准接待", "接待清单事前审批", 3, (9, 15), True),
    (1, "人事管理岗", "干部考核推荐", "考核材料把关不严", "材料由两人以上核对", 6, (6, 10), True),
    (3, "采购管理岗", "物资和服务采购", "围标串标、化整为零", "限额以上公开采购，限额以下比选三家", 3, (9, 30), True),
    (3, "资产管理岗", "固定资产登记处置", "账实不符", "每半年盘点，处置集体研究", 6, (7, 15), False),
    (5, "系统运维岗", "数据导出和权限", "超范围导出数据", "导出留痕，权限每季度核对", 3, (10, 10), True),
)
CAUTIONS = (
    (Occasion.HOLIDAY, "元旦春节期间严禁收送礼品礼金、公车私用", (1, 15)),
    (Occasion.HOLIDAY, "五一期间严格执行中央八项规定精神", (4, 28)),
    (Occasion.HOLIDAY, "中秋国庆期间严禁违规吃喝", (9, 25)),
    (Occasion.TRAVEL, "外出考察前：路线、标准、陪同人数按审批执行", (11, 20)),
)
BENCHMARKS = (
    (0, "上海市政协", "工作品牌分组评选", "设综合协调组和机关、专委会、区政协三个专项组，59 个品牌分组评出。", "上海市政协 2021 年工作品牌评选资料",
     "本市政协课题组资料汇编第二编第三节", "我市品牌未分类比较，上下一般粗。", "按机关、专委会、区县三类分别交流，不混排。", (9, 30), "三类分开交流，已开两场。"),
    (2, "富阳区政协", "精品案例分两档总结", "2024 年会议分精品和优秀两档发布案例，由党组署名。", "富阳区政协 2024 年 3 月报道", "2024年3月23日富阳区政协工作动态",
     "研究室案例只有一档，没有过程材料。", "案例附步骤和失败之处，供别处采用。", (11, 10), ""),
    (4, "嘉兴市委组织部", "案例写明作者和附录", "“红船杯”案例限 3000 字，写背景、做法、成效、启示和作者。", "嘉兴“红船杯”党建品牌案例通知 2016",
     "本市政协课题组资料汇编第三编第二节", "委员案例篇幅不一，查不到执笔单位。", "征集时限 3000 字，附联系单位。", (12, 15), ""),
)  # fmt: skip


def build(city: City) -> None:
    """Companions, quarterly work of departments, registers, and the first half-year assessed and verified."""
    rng = Random(SEED)
    _companions(city)
    _work(city, rng)
    _studies(city, rng)
    _majors(city)
    _care(city, rng)
    _integrity(city)
    _benchmarks(city)
    _appraisals(city)


def _day(city: City, month: int, day: int) -> dt.date:
    return dt.date(city.year, month, day)


def _companions(city: City) -> None:
    pairs = [(unit, city.office_branches[BRANCH_OF[n]]) for n, unit in enumerate(city.departments)]
    for number, unit in enumerate(city.special_committees):
        code = city.subgroups[number].code.removeprefix("FDZ")
        own = [branch for branch in city.branches if branch.code.startswith(f"ZB{code}")]
        pairs += [(unit, other) for other in (city.subgroups[number], *own)]
    Companion.objects.bulk_create(Companion(unit=unit, other=other) for unit, other in pairs)


def _work(city: City, rng: Random) -> None:
    """A quarterly task of each department in a plan of the office; one or two are late."""
    plan = Plan.objects.create(
        unit=city.office_group,
        year=city.year,
        title=f"{city.year}年机关处室重点工作",
        state=PlanState.ISSUED,
        edition=1,
    )
    issue = Issue.objects.create(plan=plan, edition=1, by_name="示例工作人员", units=6, tasks=24, minutes=24 * 480)
    tasks = []
    for number, unit in enumerate(city.departments):
        action = PlanAction.objects.create(
            plan=plan, code=f"department-{number + 1}", title=WORK[number], rhythm="quarter", minutes=240, people=2,
            kinds=[unit.kind], proofs=[], source="机关党组年度重点工作", order=number + 1,
        )  # fmt: skip
        tasks += [_task(city, rng, plan, issue, action, unit, quarter) for quarter in range(1, 5)]
    Task.objects.bulk_create(tasks)


def _task(city: City, rng: Random, plan: Plan, issue: Issue, action: PlanAction, unit: Unit, quarter: int) -> Task:
    start, due = _day(city, quarter * 3 - 2, 1), after(_day(city, quarter * 3 - 2, 1), 3) - dt.timedelta(1)
    done_on = due - dt.timedelta(rng.choice((12, 9, 6, 4, 2, 1, -3)))
    done = done_on <= city.today and not (quarter == 3 and unit is city.departments[3])
    begun = start <= city.today
    return Task(
        plan=plan, action=action, unit=unit, issue=issue, period=f"{city.year}-Q{quarter}", start=start, due=due,
        last=due + dt.timedelta(30), cost=480, responsible=city.secretaries.get(unit.pk),
        state=TaskState.DONE if done else TaskState.ACCEPTED if begun else TaskState.ISSUED,
        done_on=done_on if done else None,
    )  # fmt: skip


def _studies(city: City, rng: Random) -> None:
    """Departments learn together, and once a year about integrity."""
    kinds = {kind.code: kind for kind in ActivityKind.objects.filter(code__in=("study", "integrity_lesson"))}
    rows = []
    for number, unit in enumerate(city.departments):
        days = [("study", _day(city, month, 5 + rng.randrange(20))) for month in (2, 5, 8, 11)]
        days.append(("integrity_lesson", _day(city, 6, 10 + number)))
        for code, day in days:
            if day > city.today or (number == 3 and day.month == 8):
                continue
            starts = dt.datetime.combine(day, dt.time(9, 30), SHANGHAI)
            title = f"{unit.short}集体学习" if code == "study" else f"{unit.short}廉政教育"
            rows.append(
                Activity(
                    unit=unit, kind=kinds[code], title=title, place="机关会议室", starts=starts, day=day,
                    ends=starts + dt.timedelta(hours=2), state=ActivityState.HELD, is_party=code != "study",
                    entered_by_name="示例联络员", outcome="学习原文，讨论如何用到工作中。",
                )
            )  # fmt: skip
    Activity.objects.bulk_create(rows)
    _applied(city, [one for one in rows if one.kind.code == "study"])
    _programmes(city)


def _applied(city: City, studies: list[Activity]) -> None:
    """Some studies led to research; the work they are and the work that came of them are linked."""
    works = [
        Work(
            committee=city.root, unit=one.unit, kind="study", title=one.title, day=one.day, page_kind="activity",
            page_id=one.pk,
        )
        for one in studies
    ]  # fmt: skip
    led = [work for number, work in enumerate(works) if number % 3 == 1]
    found = [
        Work(committee=city.root, unit=work.unit, kind="research", title=f"{work.unit.short}专题调研", day=work.day)
        for work in led
    ]
    Work.objects.bulk_create([*works, *found])
    for one, work in zip(studies, works, strict=True):
        one.work = work
    Activity.objects.bulk_update(studies, ["work"])
    WorkLink.objects.bulk_create(
        WorkLink(source=work, target=target, by_name="示例联络员") for work, target in zip(led, found, strict=True)
    )


def _programmes(city: City) -> None:
    """Studies that took place are sessions of a programme, in units where nobody has arranged any."""
    known = set(Programme.objects.values_list("unit_id", flat=True))
    kinds = (
        (city.office_branches[:3], "branch", "支部学习", "party_lesson"),
        (city.subgroups, "reading", "委员读书", "theory_study"),
    )
    made = [
        Programme(unit=unit, kind=kind, title=f"{unit.short}{name}", about="学原文，联系本单位工作。")
        for units, kind, name, _code in kinds
        for unit in units
        if unit.pk not in known
    ]
    Programme.objects.bulk_create(made)
    by_unit = {one.unit_id: one for one in made}
    held = Activity.objects.filter(unit__in=by_unit, kind__code__in=["party_lesson", "theory_study"], lesson=None)
    Lesson.objects.bulk_create(Lesson(programme=by_unit[one.unit_id], activity=one) for one in held)


def _majors(city: City) -> None:
    for at, kind, title, when, late, helpers in MAJORS:
        due = _day(city, *when)
        sent = due + dt.timedelta(late) if late is not None else None
        major = Major.objects.create(
            unit=city.departments[at], kind=kind, title=title, to_unit=city.office_group, due=due,
            sent_on=sent if sent and sent <= city.today else None,
            state=MajorState.ANSWERED if sent and sent <= city.today else MajorState.DUE,
            answer=("同意，请按计划推进。" if kind == MajorKind.ASK else "已阅。") if sent and sent <= city.today else "",
            answered_on=sent + dt.timedelta(2) if sent and sent <= city.today else None,
            answered_name=city.staff[0].name if sent and sent <= city.today else "",
        )  # fmt: skip
        major.helpers.set([city.departments[one] for one in helpers])


def _care(city: City, rng: Random) -> None:
    rows = {
        (unit.pk, day, kind): Visit(unit=unit, day=day, kind=kind)
        for unit in (*city.departments, *city.special_committees[:5])
        for month in (2, 5, 8, 10)
        if rng.random() < 0.8
        for day in [_day(city, month, 1 + rng.randrange(27))]
        for kind in [rng.choice(VisitKind.values)]
        if day <= city.today
    }
    Visit.objects.bulk_create(rows.values())


def _integrity(city: City) -> None:
    for at, post, duty, risk, control, every, when, looked in POINTS:
        first = _day(city, *when)
        looked = looked and first <= city.today
        point = RiskPoint.objects.create(
            unit=city.departments[at], post=post, duty=duty, risk=risk, control=control, every=every,
            due=after(first, every) if looked else first,
        )  # fmt: skip
        if looked:
            RiskReview.objects.create(
                point=point, due=first, day=first - dt.timedelta(2), words="措施在用，登记齐全，未发现问题。", by_name=city.staff[1].name
            )  # fmt: skip
    Caution.objects.bulk_create(
        Caution(
            unit=unit, occasion=occasion, words=words, due=_day(city, *when), by_name=city.staff[1].name,
            given_on=_day(city, *when) if _day(city, *when) <= city.today and (number, when) != (3, (11, 20)) else None,
        )
        for occasion, words, when in CAUTIONS
        for number, unit in enumerate((*city.departments, *city.special_committees))
    )  # fmt: skip


def _benchmarks(city: City) -> None:
    Benchmark.objects.bulk_create(
        Benchmark(
            unit=city.departments[at], against=against, topic=topic, theirs=theirs, source=source, address=address, gap=gap,
            action=action, due=_day(city, *when), result=result,
            state=BenchmarkState.DONE if result else BenchmarkState.OPEN,
            ended_on=_day(city, *when) if result else None,
        )
        for at, against, topic, theirs, source, address, gap, action, when, result in BENCHMARKS
    )  # fmt: skip


def _appraisals(city: City) -> None:
    """The first half-year verified for most, one returned; two have already begun the second."""
    first, second = Half(city.year, 1), Half(city.year, 2)
    if first.end >= city.today:
        return
    units = [*city.departments, *city.special_committees]
    for number, unit in enumerate(units):
        state = State.RETURNED if number == 9 else State.SUBMITTED if number in (4, 10) else State.VERIFIED
        _appraisal(city, unit, first, state, number)
    for number in (0, 7):
        _appraisal(city, units[number], second, State.SUBMITTED if number else State.DRAFT, number)


def _appraisal(city: City, unit: Unit, half: Half, state: str, number: int) -> None:
    at = dt.datetime(half.year, 7 if half.half == 1 else 11, 6, 15, tzinfo=SHANGHAI)
    head, handed = city.secretaries.get(unit.pk), state != State.DRAFT
    appraisal = Appraisal.objects.create(
        unit=unit, year=half.year, half=half.half, state=state, version=2,
        submitted_at=at if handed else None, submitted_name=head.name if head and handed else "",
        verified_at=at + dt.timedelta(5) if state == State.VERIFIED else None,
        verified_name="示例核定人" if state == State.VERIFIED else "",
        reason="请补充家风教育的时间。" if state == State.RETURNED else "",
    )  # fmt: skip
    level = (Level.SETTLED, Level.UNDERWAY, Level.UNDERWAY, Level.BEGUN)[number % 4]
    said = {
        "harmony-1": (level, "三月起每周一上午碰头一次，会办事项当场定主办单位。"),
        "integrity-3": (Level.UNDERWAY, "六月组织参观家风馆一次。"),
    }
    lines = []
    for row in selectors.appraisal_rows(unit, half, {}):
        code = row["measure"].code
        own, note = said.get(code, (None, ""))
        lines.append(
            Line(
                appraisal=appraisal, code=code, done=row["reading"].done, asked=row["reading"].asked, level=own, note=note,
                verdict=own if own is not None and state == State.VERIFIED else None,
            )
        )  # fmt: skip
    Line.objects.bulk_create(lines)
