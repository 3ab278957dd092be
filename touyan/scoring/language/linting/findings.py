"""What the linter found, and where the rule it stands on can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from touyan.scoring.model import SignedException


class Severity(StrEnum):
    """FORBIDDEN: a public rule in force says no. WARNING: likely to go wrong. NOTE: worth knowing."""

    FORBIDDEN = "forbidden"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class PublicRule:
    """A public rule of the land or a statement of this product: title, number, what it says, since when."""

    title: str
    number: str
    says: str
    since: date

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）：{self.says}"


RELIEF = PublicRule(
    "《整治形式主义为基层减负若干规定》",
    "中办、国办2024年8月6日发布",
    "不得将获得领导同志批示以及在刊物和媒体刊发文章信息、经验做法等作为督查检查考核内容；"
    "不把是否开会发文、拍照留痕、制作学习笔记等作为评判工作优劣的标准",
    date(2024, 8, 6),
)
RELIEF_APPS = PublicRule(
    "《整治形式主义为基层减负若干规定》",
    "中办、国办2024年8月6日发布",
    "不得将点赞量、网络投票数、转发量、学习时长等作为考评依据",
    date(2024, 8, 6),
)
FINGERTIP = PublicRule(
    "《关于防治“指尖上的形式主义”的若干意见》",
    "中央网信办2023年12月18日印发",
    "除安保、应急等特殊场景外，不得设置打卡签到、积分排名、在线时长等强制使用功能",
    date(2023, 12, 18),
)
APPS = PublicRule(
    "《政务移动互联网应用程序规范化管理办法》",
    "国办函〔2026〕12号",
    "不得设置打卡签到、积分排名、统计在线时长等强制性功能，不得将点赞量、网络投票数、转发量、学习时长等作为考评依据",
    date(2026, 1, 1),
)
PRIVACY = PublicRule(
    "《中华人民共和国个人信息保护法》",
    "第六条、第二十四条",
    "收集个人信息限于实现处理目的的最小范围；自动化决策应当透明、公平、公正",
    date(2021, 11, 1),
)
CRAFT = PublicRule(
    "本系统的编写要求",
    "docs/write-your-own-scheme.md",
    "一件事只计一次，数量和质量一起看，每项有封顶，人人都有机会，总分够得着",
    date(2000, 1, 1),
)


@dataclass(frozen=True, slots=True)
class Check:
    """A kind of finding: how bad, why, on what rule, and whether a named person may allow it."""

    severity: Severity
    what: str
    what_english: str
    reason: str
    todo: str
    todo_english: str
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
    what: str
    what_english: str
    example: str
    reason: str
    todo: str
    todo_english: str
    rule: PublicRule
    may_be_excepted: bool
    exception: SignedException | None
    historical: bool

    @property
    def blocks(self) -> bool:
        """A scheme with such a finding must not be put into force."""
        return self.severity is Severity.FORBIDDEN

    def told(self) -> str:
        """The finding as one line of text."""
        mark = {Severity.FORBIDDEN: "不得", Severity.WARNING: "注意", Severity.NOTE: "说明"}[self.severity]
        example = f"例如：{self.example}。" if self.example else ""
        signed = ""
        if self.exception is not None:
            signed = f"（例外：{self.exception.by} {self.exception.on.isoformat()}，{self.exception.reason}）"
        past = "（考评期在规定施行之前，仅作历史复算）" if self.historical else ""
        return f"[{mark}] {self.scheme} › {self.node}：{self.what}。{example}{self.reason}。{self.todo}。依据：{self.rule}{signed}{past}"
