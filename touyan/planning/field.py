"""The field's own rhythms as templates to start from: each line with its basis and its source. An office edits them."""

from __future__ import annotations

from dataclasses import dataclass, field

from touyan.organizations.rules import Kind, Level, Line

BRANCH = "《中国共产党支部工作条例（试行）》"
BRANCHES = [Kind.TEMPORARY_BRANCH, Kind.OFFICE_BRANCH]


@dataclass(frozen=True)
class Row:
    """One action of a template."""

    code: str
    title: str
    rhythm: str
    minutes: int
    people: int
    proofs: tuple[str, ...]
    record_code: str = ""
    kinds: tuple[str, ...] = ()
    basis: str = ""
    source: str = ""
    words: str = ""
    kind: str = "prescribed"
    more: dict[str, int] = field(default_factory=dict)


MEETINGS = ("activity", "meeting")
PARTY_DAY = Row(
    "theme_party_day", "主题党日", "month", 120, 20, MEETINGS, "theme_party_day", (*BRANCHES, Kind.COMMITTEE),
    BRANCH, "党支部工作条例通行解读：每月相对固定1天", "可与专题调研、协商活动结合开展。",
)  # fmt: skip
BRANCH_MEETING = Row(
    "branch_meeting", "支部党员大会", "quarter", 90, 20, MEETINGS, "branch_meeting", tuple(BRANCHES),
    BRANCH, "党支部工作条例通行解读：一般每季度1次，有表决权的党员过半数到会方有效",
    "按季度计：四次都放在十二月，只算一次。",
)  # fmt: skip
MIDYEAR = Row(
    "midyear_summary", "年中总结", "half_year", 90, 2, ("report", "document"), "midyear_summary",
    (Kind.PARTY_SUBGROUP, Kind.TEMPORARY_BRANCH, Kind.COMMITTEE, Kind.OFFICE_BRANCH),
    "市政协党组党建工作闭环要求", "杭州市政协实践：年中在专题研究的基础上形成总结并上报党组", "系统按记录起草，核对后上报。",
    more={"after": 15, "grace": 60},
)  # fmt: skip
YEAREND = Row(
    "yearend_report", "年末报告", "year", 120, 2, ("report", "document"), "yearend_report",
    (Kind.PARTY_SUBGROUP, Kind.OFFICE_PARTY_GROUP, Kind.TEMPORARY_BRANCH, Kind.COMMITTEE, Kind.OFFICE_BRANCH),
    "市政协党组党建工作闭环要求", "杭州市政协实践：年末集中报告并汇报新一年打算", "", more={"grace": 60},
)  # fmt: skip
LESSON = Row(
    "party_lesson", "党课", "half_year", 60, 20, MEETINGS, "party_lesson", tuple(BRANCHES),
    BRANCH, "地方通行做法：每年不少于2次；书记每年至少讲1次",
)  # fmt: skip
COMMITTEE_MEETING = Row(
    "committee_meeting", "支部委员会会议", "month", 60, 5, MEETINGS, "committee_meeting", tuple(BRANCHES),
    f"{BRANCH}第十二条", "党支部工作条例通行解读：一般每月1次，过半数委员到会方可进行",
)  # fmt: skip
GROUP_MEETING = Row(
    "group_meeting", "党小组会", "month", 60, 7, MEETINGS, "group_meeting", (Kind.ACTIVITY_GROUP,),
    f"{BRANCH}第十三条", "党支部工作条例通行解读：一般每月1次",
)  # fmt: skip
ORGANISATION_LIFE = Row(
    "organisation_life", "组织生活会", "year", 180, 20, MEETINGS, "organisation_life", tuple(BRANCHES),
    f"{BRANCH}第十七条", "党支部工作条例通行解读：每年至少1次，一般安排在第四季度",
)  # fmt: skip
APPRAISAL = Row(
    "member_appraisal", "民主评议党员", "year", 90, 20, MEETINGS, "member_appraisal", tuple(BRANCHES),
    BRANCH, "党支部工作条例通行解读：每年1次，可与组织生活会一并进行",
)  # fmt: skip
TALKS = Row(
    "heart_talk", "谈心谈话", "year", 30, 20, ("talk", "activity"), "heart_talk", tuple(BRANCHES),
    BRANCH, "党支部工作条例通行解读：支部委员之间、委员与党员之间、党员之间每年至少1次", "只记时间、双方和类别，不记谈话内容。",
)  # fmt: skip
SECRETARY_REPORT = Row(
    "secretary_report", "书记抓党建述职", "year", 60, 3, ("report", "document", "meeting"), "secretary_report",
    (*BRANCHES, Kind.PARTY_SUBGROUP), "基层党建述职评议考核制度", "多地实践：每年1次",
)  # fmt: skip
STUDY = Row(
    "theory_study", "理论学习中心组学习", "quarter", 180, 12, MEETINGS, "theory_study",
    (Kind.LEADING_PARTY_GROUP, Kind.OFFICE_PARTY_GROUP, Kind.PARTY_SUBGROUP, Kind.COMMITTEE),
    "《中国共产党党委（党组）理论学习中心组学习规则》", "学习规则通行解读：每季度不少于1次",
)  # fmt: skip
RESEARCH = Row(
    "research_visit", "主题党日专题调研", "half_year", 180, 10, ("activity",), "research_visit", tuple(BRANCHES),
    "", "杭州市上城区政协实践：在主题党日开展专题调研", "", kind="own_choice",
)  # fmt: skip

TEMPLATES: list[tuple[str, str, str, str, str, list[Row]]] = [
    ("system-year", "政协系统党建工作年度计划（精简）", "", Level.CITY,
     "适用于履职临时党支部和区县（市）政协：主题党日、季度党员大会、年中总结、年末报告。",
     [PARTY_DAY, BRANCH_MEETING, MIDYEAR, YEAREND]),
    ("branch-life", "党支部组织生活", Line.COMMITTEE, "",
     "支部工作条例规定的组织生活，按条款列出依据；各地可调整。",
     [PARTY_DAY, BRANCH_MEETING, COMMITTEE_MEETING, GROUP_MEETING, LESSON, ORGANISATION_LIFE, APPRAISAL, TALKS,
      SECRETARY_REPORT, RESEARCH]),
    ("subgroup-year", "专委会分党组年度工作", Line.COMMITTEE, Level.CITY,
     "分党组的学习、年中总结、述职和年末报告。", [STUDY, MIDYEAR, SECRETARY_REPORT, YEAREND]),
    ("office-year", "机关党建年度工作", Line.OFFICE, Level.CITY,
     "机关党组和机关党支部的年度工作。",
     [STUDY, PARTY_DAY, BRANCH_MEETING, COMMITTEE_MEETING, LESSON, ORGANISATION_LIFE, APPRAISAL, YEAREND]),
]  # fmt: skip


def seed() -> int:
    """Every template of the field that is not there yet is there; returns how many were made. Edited ones stay as they are."""
    from touyan.planning.models import PlanTemplate, TemplateAction

    known = set(PlanTemplate.objects.values_list("code", flat=True))
    made = 0
    for code, name, line, level, words, rows in TEMPLATES:
        if code in known:
            continue
        template = PlanTemplate.objects.create(code=code, name=name, line=line, level=level, words=words)
        TemplateAction.objects.bulk_create(
            TemplateAction(template=template, order=number, **_fields(row)) for number, row in enumerate(rows, 1)
        )
        made += 1
    return made


def _fields(row: Row) -> dict[str, object]:
    return {
        "code": row.code,
        "title": row.title,
        "rhythm": row.rhythm,
        "minutes": row.minutes,
        "people": row.people,
        "proofs": list(row.proofs),
        "record_code": row.record_code,
        "kinds": [str(kind) for kind in row.kinds],
        "basis": row.basis,
        "source": row.source,
        "words": row.words,
        "kind": row.kind,
        **row.more,
    }


def seed_days() -> int:
    """Holidays of the years whose notice the product knows; years that the office already keeps are left alone."""
    from touyan.core.chinese import working_days
    from touyan.planning.models import AnnouncedYear, SpecialDay

    if AnnouncedYear.objects.exists():
        return 0
    days = [SpecialDay(day=one.day, kind=one.kind.value, name=one.name[:30]) for one in working_days.known_days()]
    SpecialDay.objects.bulk_create(days, ignore_conflicts=True, batch_size=500)
    years = [AnnouncedYear(year=year, source="国务院办公厅节假日安排通知") for year in working_days.known_years()]
    AnnouncedYear.objects.bulk_create(years, ignore_conflicts=True)
    return len(days)
