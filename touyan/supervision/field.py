"""The five responsibility lists to start from (五张责任清单). The office edits them; sources are named."""

from __future__ import annotations

from touyan.organizations.rules import Kind, Title
from touyan.supervision.rules import Share

SOURCE = "杭州市政协实践：机关党组“五张责任清单”；条目为通行写法，请按本单位文件修改"

# Which posts hold a duty; where none is named, the first responsible person of each unit does.
TITLES = {"党组": [Title.GROUP_SECRETARY, Title.SECRETARY], "党组成员": [Title.GROUP_SECRETARY, Title.GROUP_MEMBER]}

LISTS: list[tuple[str, str, list[tuple[str, str, str, str, list[str]]]]] = [
    ("group", "党组主体责任清单", [
        ("党组", Share.MAIN, Kind.OFFICE_PARTY_GROUP, "每季度专题研究党建工作，组织理论学习", ["theory_study"]),
        ("党组", Share.MAIN, Kind.OFFICE_PARTY_GROUP, "年末向政协党组报告党建工作情况", ["yearend_report"]),
    ]),
    ("secretary", "书记第一责任人责任清单", [
        ("书记", Share.FIRST, Kind.PARTY_SUBGROUP, "组织分党组学习，部署年度党建任务", ["theory_study"]),
        ("书记", Share.FIRST, Kind.PARTY_SUBGROUP, "组织形成年中总结、年末报告", ["midyear_summary", "yearend_report"]),
        ("书记", Share.FIRST, Kind.PARTY_SUBGROUP, "抓党建述职", ["secretary_report"]),
    ]),
    ("double", "班子成员“一岗双责”责任清单", [
        ("党组成员", Share.DOUBLE, Kind.LEADING_PARTY_GROUP, "联系指导所分管单位，按期答复困难", []),
        ("党组成员", Share.DOUBLE, Kind.LEADING_PARTY_GROUP, "督促所联系单位按时完成年度任务", []),
    ]),
    ("special", "机关党委专门责任清单", [
        ("机关党委", Share.SPECIAL, Kind.OFFICE_BRANCH, "督促机关支部落实组织生活制度",
         ["theme_party_day", "branch_meeting", "committee_meeting"]),
    ]),
    ("branch", "党支部直接责任清单", [
        ("支部书记", Share.DIRECT, Kind.TEMPORARY_BRANCH, "每月开展主题党日", ["theme_party_day"]),
        ("支部书记", Share.DIRECT, Kind.TEMPORARY_BRANCH, "每季度召开支部党员大会", ["branch_meeting"]),
        ("支部书记", Share.DIRECT, Kind.TEMPORARY_BRANCH, "按期报送年中总结、年末报告", ["midyear_summary", "yearend_report"]),
    ]),
]  # fmt: skip


def seed() -> int:
    """Lists that are not there yet are there; edited ones stay as they are. Returns how many were made."""
    from touyan.supervision.models import Responsibility, ResponsibilityList

    known = set(ResponsibilityList.objects.values_list("code", flat=True))
    made = 0
    for number, (code, name, rows) in enumerate(LISTS, 1):
        if code in known:
            continue
        row = ResponsibilityList.objects.create(code=code, name=name, basis=SOURCE, order=number)
        Responsibility.objects.bulk_create(
            Responsibility(
                of=row,
                post=post,
                share=share,
                kind=kind,
                words=words,
                codes=codes,
                order=order,
                titles=TITLES.get(post, []),
            )
            for order, (post, share, kind, words, codes) in enumerate(rows, 1)
        )
        made += 1
    return made
