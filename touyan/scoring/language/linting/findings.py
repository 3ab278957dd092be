"""What the linter found, and where the rule it stands on can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from touyan.scoring.model import SignedException
from touyan.scoring.tongues import NONE, Both


class Severity(StrEnum):
    """FORBIDDEN: a public rule in force says no. WARNING: likely to go wrong. NOTE: worth knowing."""

    FORBIDDEN = "forbidden"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class PublicRule:
    """A public rule of the land or a statement of this product: title, number, what it says, since when."""

    title: Both
    number: Both
    says: Both
    since: date

    def of(self, language: str) -> str:
        """The whole rule as one line."""
        return SOURCE.filled({"title": self.title, "number": self.number, "says": self.says}).of(language)


_RELIEF = Both(
    "《整治形式主义为基层减负若干规定》",
    "Provisions on Rectifying Formalism and Relieving the Grass Roots",
)
_RELIEF_NUMBER = Both(
    "中办、国办2024年8月6日发布",
    "General Offices of the Party's Central Committee and of the State Council, 6 August 2024",
)
RELIEF = PublicRule(
    _RELIEF,
    _RELIEF_NUMBER,
    Both(
        "不得将获得领导同志批示以及在刊物和媒体刊发文章信息、经验做法等作为督查检查考核内容；"
        "不把是否开会发文、拍照留痕、制作学习笔记等作为评判工作优劣的标准",
        "leaders' written comments, and articles or experiences printed in journals and media, must not be looked at in "
        "inspection and assessment; meetings held, papers issued, photos as traces and study notes are no measure of work",
    ),
    date(2024, 8, 6),
)
RELIEF_APPS = PublicRule(
    _RELIEF,
    _RELIEF_NUMBER,
    Both(
        "不得将点赞量、网络投票数、转发量、学习时长等作为考评依据",
        "likes, votes on the web, forwards and study hours must not be grounds of an assessment",
    ),
    date(2024, 8, 6),
)
FINGERTIP = PublicRule(
    Both("《关于防治“指尖上的形式主义”的若干意见》", "Opinions on Preventing “Formalism at the Fingertips”"),
    Both("中央网信办2023年12月18日印发", "Cyberspace Affairs Commission, 18 December 2023"),
    Both(
        "除安保、应急等特殊场景外，不得设置打卡签到、积分排名、在线时长等强制使用功能",
        "but for security, emergencies and the like, no check-ins, rankings by points, online time "
        "or other functions that force people to use them",
    ),
    date(2023, 12, 18),
)
APPS = PublicRule(
    Both("《政务移动互联网应用程序规范化管理办法》", "Measures on the Management of Government Mobile Applications"),
    Both("国办函〔2026〕12号", "General Office of the State Council, 国办函〔2026〕12号"),
    Both(
        "不得设置打卡签到、积分排名、统计在线时长等强制性功能，不得将点赞量、网络投票数、转发量、学习时长等作为考评依据",
        "no forced check-ins, rankings by points or counts of online time; "
        "likes, votes on the web, forwards and study hours must not be grounds of an assessment",
    ),
    date(2026, 1, 1),
)
PRIVACY = PublicRule(
    Both("《中华人民共和国个人信息保护法》", "Personal Information Protection Law"),
    Both("第六条、第二十四条", "articles 6 and 24"),
    Both(
        "收集个人信息限于实现处理目的的最小范围；自动化决策应当透明、公平、公正",
        "no more is collected than the purpose needs; automated decisions must be transparent, fair and just",
    ),
    date(2021, 11, 1),
)
CRAFT = PublicRule(
    Both("本系统的编写要求", "How to write a scheme"),
    Both("docs/write-your-own-scheme.md", "docs/write-your-own-scheme.md"),
    Both(
        "一件事只计一次，数量和质量一起看，每项有封顶，人人都有机会，总分够得着",
        "one thing counts once, quantity goes with quality, every item has a cap and is open to all, the total can be reached",
    ),
    date(2000, 1, 1),
)


@dataclass(frozen=True, slots=True)
class Check:
    """A kind of finding: how bad, why, on what rule, and whether a named person may allow it."""

    severity: Severity
    what: Both
    reason: Both
    todo: Both
    rule: PublicRule
    may_be_excepted: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding on one node of a scheme. `example` shows it; `exception` is the signature that allows it.

    `severity` is NOTE when a signature allows it, or when the scheme's window ended before the rule was in force.
    """

    code: str
    scheme: str
    node: str
    severity: Severity
    what: Both
    example: Both
    reason: Both
    todo: Both
    rule: PublicRule
    may_be_excepted: bool
    exception: SignedException | None
    historical: bool

    @property
    def blocks(self) -> bool:
        """A scheme with such a finding must not be put into force."""
        return self.severity is Severity.FORBIDDEN

    def told(self, language: str = "zh") -> str:
        """The finding as one line of text."""
        parts = {
            "mark": MARKS[self.severity],
            "scheme": self.scheme,
            "node": self.node,
            "what": self.what,
            "example": EXAMPLE.filled({"example": self.example}) if self.example != NONE else NONE,
            "reason": self.reason,
            "todo": self.todo,
            "rule": Both(self.rule.of("zh"), self.rule.of("en")),
            "signed": self.signature,
            "past": PAST if self.historical else NONE,
        }
        return LINE.filled(parts).of(language)

    @property
    def signature(self) -> Both:
        """Who allows it, since when and why; empty when nobody does."""
        found = self.exception
        return (
            NONE
            if found is None
            else SIGNED.filled({"by": found.by, "on": found.on.isoformat(), "reason": found.reason})
        )


MARKS = {
    Severity.FORBIDDEN: Both("不得", "forbidden"),
    Severity.WARNING: Both("注意", "warning"),
    Severity.NOTE: Both("说明", "note"),
}
LINE = Both(
    "[{mark}] {scheme} › {node}：{what}。{example}{reason}。{todo}。依据：{rule}{signed}{past}",
    "[{mark}] {scheme} › {node}: {what}. {example}{reason}. {todo}. Source: {rule}{signed}{past}",
)
SOURCE = Both("{title}（{number}）：{says}", "{title} ({number}): {says}")
EXAMPLE = Both("例如：{example}。", "For example: {example}. ")
SIGNED = Both("（例外：{by} {on}，{reason}）", " (exception: {by}, {on}, {reason})")
PAST = Both(
    "（考评期在规定施行之前，仅作历史复算）", " (the window ended before the rule was in force; recomputed history)"
)
