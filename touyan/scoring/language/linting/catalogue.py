"""Every kind of finding, in one place."""

from __future__ import annotations

from touyan.scoring.language.linting.findings import (
    APPS,
    CRAFT,
    FINGERTIP,
    PRIVACY,
    RELIEF,
    RELIEF_APPS,
    Check,
    PublicRule,
    Severity,
)

_DROP = "请删去这一项，改为考察做了什么、有什么结果"
_DROP_EN = "Remove the item; look at what was done and what came of it"


def _forbidden(what: str, english: str, reason: str, rule: PublicRule, *, may: bool = False) -> Check:
    return Check(
        Severity.FORBIDDEN,
        f"“{{word}}”作为计分依据（{what}）",
        f"“{{word}}” is a ground for points ({english})",
        reason,
        _DROP,
        _DROP_EN,
        rule,
        may,
    )


def _craft(severity: Severity, what: str, english: str, reason: str, todo: str, todo_english: str) -> Check:
    return Check(severity, what, english, reason, todo, todo_english, CRAFT, True)


_TRACE = "留下痕迹不等于做了事，计分会逼着人做痕迹"
_SCREEN = "屏幕上的数字与履职无关，计分就是强迫使用"
CATALOGUE: dict[str, Check] = {
    "study_hours": _forbidden("学习时长", "study hours", _SCREEN, RELIEF_APPS),
    "log_ins": _forbidden("登录次数", "log-ins", _SCREEN, APPS),
    "online_time": _forbidden("在线时长", "online time", _SCREEN, FINGERTIP, may=True),
    "check_ins": _forbidden("打卡签到", "forced check-ins", _SCREEN, FINGERTIP, may=True),
    "likes": _forbidden("点赞量", "likes", _SCREEN, RELIEF_APPS),
    "forwards": _forbidden("转发量、浏览量", "forwards and views", _SCREEN, RELIEF_APPS),
    "web_votes": _forbidden("网络投票数", "votes on the web", _SCREEN, RELIEF_APPS),
    "installs": _forbidden("安装使用率", "installations and use of an application", _SCREEN, APPS),
    "photos": _forbidden("拍照留痕", "photos as traces", _TRACE, RELIEF),
    "notes": _forbidden("学习笔记、心得", "study notes", _TRACE, RELIEF),
    "media": _forbidden("媒体刊发", "media coverage", "上了媒体不等于办成了事", RELIEF),
    "comments": _forbidden("领导批示", "leaders' written comments", "批示是工作过程，不是工作成绩", RELIEF),
    "opinions": _forbidden(
        "思想、态度、情绪", "opinions, attitudes, moods of a person", "本系统不记载任何人的思想动态", PRIVACY
    ),
    "paperwork": Check(
        Severity.WARNING,
        "“{word}”作为计分依据（材料、台账）",
        "“{word}” is a ground for points (paperwork)",
        _TRACE,
        "请改为考察事情本身，材料只作佐证",
        "Look at the work itself; papers only show it",
        RELIEF,
        True,
    ),
    "no_cap": _craft(
        Severity.WARNING,
        "可以无限累加：本项和上面各级都没有封顶",
        "Grows without end: neither the item nor any section above is capped",
        "不封顶的一项会压过其他各项",
        "请在“封顶”写一个数，或在上一级“扣分前封顶”“扣分后封顶”写一个数",
        "Give the item or a section above it a cap",
    ),
    "quantity_only": _craft(
        Severity.WARNING,
        "只数数量，不看质量",
        "Counts quantity and ignores quality",
        "报一件得一件的分，会鼓励凑数",
        "请按环节（立案、采用、评为优秀）、层级或结果分档",
        "Grade by stage, level or outcome",
    ),
    "same_record_twice": _craft(
        Severity.WARNING,
        "同一条记录在“{other}”也计分",
        "The same record also counts in “{other}”",
        "一件事只计一次",
        "请在“不重复”里写明只计一处，或把条件分开",
        "Name both under 不重复, or separate their conditions",
    ),
    "same_work_often": _craft(
        Severity.NOTE,
        "一件{kind}最多可在 {count} 项里得分（{items}）",
        "One work ({kind}) may count in {count} items ({items})",
        "各环节分别加分是常见做法，但应是有意为之",
        "若不是有意，请在“不重复”里写明",
        "If this is not meant, name them under 不重复",
    ),
    "never_earned": _craft(
        Severity.WARNING,
        "永远得不到分：{why}",
        "Can never be earned: {why}",
        "写了却用不上的条款会让人误会",
        "请改条件或删去",
        "Change its condition or remove it",
    ),
    "row_never_used": _craft(
        Severity.WARNING,
        "“{row}”这一档永远用不上：{why}",
        "The row “{row}” is never used: {why}",
        "分值表从上往下看，先合的先用",
        "请把更具体的一档移到前面",
        "Move the more special row up",
    ),
    "some_never_earn": _craft(
        Severity.NOTE,
        "{who}永远得不到这一项（{points}分）",
        "{who} can never earn this item ({points} points)",
        "对象不同而机会不同，应当是有意的，并分开比较",
        "请确认是有意的；若同列比较，请为他们另设相当的一项",
        "Make sure it is meant; if they are compared in one list, give them an equal chance",
    ),
    "grade_out_of_reach": _craft(
        Severity.WARNING,
        "{who}得满也只有 {most} 分，够不到“{grade}”（{needed} 分）",
        "{who} can reach {most} points at most, short of “{grade}” ({needed})",
        "够不着的等次等于没有",
        "请调整分值、等次线，或另设方案",
        "Change points or thresholds, or write a scheme of their own",
    ),
    "cap_out_of_reach": _craft(
        Severity.NOTE,
        "本部分各项得满只有 {most} 分，达不到写明的 {cap} 分",
        "All items together give {most} points, less than the {cap} stated",
        "总分应当够得着",
        "请核对分值",
        "Check the points",
    ),
    "gate_out_of_reach": _craft(
        Severity.WARNING,
        "门槛“{need}”谁也达不到：{why}",
        "Nobody can meet “{need}”: {why}",
        "达不到的门槛会让所有人都不评等次",
        "请核对所看的条目和数目",
        "Check what it reads and how much it asks",
    ),
    "section_has_no_count": _craft(
        Severity.WARNING,
        "看的是部分“{node}”的数量，而部分只有得分、没有数量",
        "It reads the count of section “{node}”, which has only points",
        "这样的比较永远是 0",
        "请改看得分，或另设统计",
        "Read its points, or add a tally",
    ),
}
