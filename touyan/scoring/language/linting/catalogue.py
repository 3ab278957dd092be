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
from touyan.scoring.tongues import Both

_DROP = Both("请删去这一项，改为考察做了什么、有什么结果", "Remove the item; look at what was done and what came of it")
_GROUND = Both("“{word}”作为计分依据（{what}）", "「{word}」 is a ground for points ({what})")


def _forbidden(what: str, english: str, reason: Both, rule: PublicRule, *, may: bool = False) -> Check:
    ground = _GROUND.filled({"word": "{word}", "what": Both(what, english)})
    return Check(Severity.FORBIDDEN, ground, reason, _DROP, rule, may)


def _craft(severity: Severity, what: Both, reason: Both, todo: Both) -> Check:
    return Check(severity, what, reason, todo, CRAFT, True)


_TRACE = Both(
    "留下痕迹不等于做了事，计分会逼着人做痕迹",
    "A trace is not the work; points for it make people produce traces",
)
_SCREEN = Both(
    "屏幕上的数字与履职无关，计分就是强迫使用",
    "Figures on a screen say nothing of the duty; points for them force people to use it",
)
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
    "media": _forbidden(
        "媒体刊发",
        "media coverage",
        Both("上了媒体不等于办成了事", "To be in the media is not to have got something done"),
        RELIEF,
    ),
    "comments": _forbidden(
        "领导批示",
        "leaders' written comments",
        Both("批示是工作过程，不是工作成绩", "A written comment is a step of the work, not its result"),
        RELIEF,
    ),
    "opinions": _forbidden(
        "思想、态度、情绪",
        "opinions, attitudes, moods of a person",
        Both("本系统不记载任何人的思想动态", "This system holds nobody's thoughts or moods"),
        PRIVACY,
    ),
    "paperwork": Check(
        Severity.WARNING,
        _GROUND.filled({"word": "{word}", "what": Both("材料、台账", "paperwork")}),
        _TRACE,
        Both("请改为考察事情本身，材料只作佐证", "Look at the work itself; papers only show it"),
        RELIEF,
        True,
    ),
    "no_cap": _craft(
        Severity.WARNING,
        Both(
            "可以无限累加：本项和上面各级都没有封顶",
            "Grows without end: neither the item nor any section above is capped",
        ),
        Both("不封顶的一项会压过其他各项", "An item without a cap outweighs all others"),
        Both(
            "请在“封顶”写一个数，或在上一级“扣分前封顶”“扣分后封顶”写一个数",
            "Give the item or a section above it a cap",
        ),
    ),
    "quantity_only": _craft(
        Severity.WARNING,
        Both("只数数量，不看质量", "Counts quantity and ignores quality"),
        Both("报一件得一件的分，会鼓励凑数", "Points for every one reported make people produce numbers"),
        Both("请按环节（立案、采用、评为优秀）、层级或结果分档", "Grade by stage, level or outcome"),
    ),
    "same_record_twice": _craft(
        Severity.WARNING,
        Both("同一条记录在“{other}”也计分", "The same record also counts in 「{other}」"),
        Both("一件事只计一次", "One thing counts once"),
        Both("请在“不重复”里写明只计一处，或把条件分开", "Name both under 「不重复」, or separate their conditions"),
    ),
    "same_work_often": _craft(
        Severity.NOTE,
        Both(
            "一件{kind}最多可在 {count} 项里得分（{items}）",
            "One work (「{kind}」) may count in {count} items ({items})",
        ),
        Both("各环节分别加分是常见做法，但应是有意为之", "Points for each stage are common, but should be meant"),
        Both("若不是有意，请在“不重复”里写明", "If this is not meant, name them under 「不重复」"),
    ),
    "never_earned": _craft(
        Severity.WARNING,
        Both("永远得不到分：{why}", "Can never be earned: {why}"),
        Both("写了却用不上的条款会让人误会", "A clause that never applies misleads its readers"),
        Both("请改条件或删去", "Change its condition or remove it"),
    ),
    "row_never_used": _craft(
        Severity.WARNING,
        Both("“{row}”这一档永远用不上：{why}", "The row 「{row}」 is never used: {why}"),
        Both("分值表从上往下看，先合的先用", "The table is read from the top; the first row that fits is taken"),
        Both("请把更具体的一档移到前面", "Move the more special row up"),
    ),
    "some_never_earn": _craft(
        Severity.NOTE,
        Both("{who}永远得不到这一项（{points}分）", "{who} can never earn this item ({points} points)"),
        Both(
            "对象不同而机会不同，应当是有意的，并分开比较",
            "Different chances for different subjects should be meant, and compared apart",
        ),
        Both(
            "请确认是有意的；若同列比较，请为他们另设相当的一项",
            "Make sure it is meant; if they are compared in one list, give them an equal chance",
        ),
    ),
    "grade_out_of_reach": _craft(
        Severity.WARNING,
        Both(
            "{who}得满也只有 {most} 分，够不到“{grade}”（{needed} 分）",
            "{who} can reach {most} points at most, short of 「{grade}」 ({needed})",
        ),
        Both("够不着的等次等于没有", "A grade out of reach might as well not be there"),
        Both("请调整分值、等次线，或另设方案", "Change points or thresholds, or write a scheme of their own"),
    ),
    "cap_out_of_reach": _craft(
        Severity.NOTE,
        Both(
            "本部分各项得满只有 {most} 分，达不到写明的 {cap} 分",
            "All items together give {most} points, less than the {cap} stated",
        ),
        Both("总分应当够得着", "The total should be within reach"),
        Both("请核对分值", "Check the points"),
    ),
    "gate_out_of_reach": _craft(
        Severity.WARNING,
        Both("门槛“{need}”谁也达不到：{why}", "Nobody can meet 「{need}」: {why}"),
        Both("达不到的门槛会让所有人都不评等次", "A gate that nobody meets leaves everybody without a grade"),
        Both("请核对所看的条目和数目", "Check what it reads and how much it asks"),
    ),
    "section_has_no_count": _craft(
        Severity.WARNING,
        Both(
            "看的是部分“{node}”的数量，而部分只有得分、没有数量",
            "It reads the count of section 「{node}」, which has only points",
        ),
        Both("这样的比较永远是 0", "Such a comparison is always with 0"),
        Both("请改看得分，或另设统计", "Read its points, or add a tally"),
    ),
}
