"""Grounds for points that public rules forbid, found by the words a scheme uses for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from touyan.scoring.model import Clause, Match, Scheme, Tally, clauses
from touyan.scoring.tongues import NONE, Both, Facts

WORDS: dict[str, re.Pattern[str]] = {
    code: re.compile(pattern)
    for code, pattern in {
        "study_hours": r"学习时长|学时|学习积分|学习强国|(学习|读书)[^，。；]{0,6}(小时|分钟)|在线学习",
        "log_ins": r"登[录陆](次数|天数|率|平台|系统|软件|应用)?|日活|活跃度|上线次数",
        "online_time": r"(在线|上线|停留)(时长|时间|小时)",
        "check_ins": r"打卡|(线上|手机|网上|每日)签到",
        "likes": r"点赞|获赞",
        "forwards": r"转发(量|数|次|率|朋友圈|微信|微博|链接|到)|点赞转发|分享(量|数|次)|阅读量|浏览量|点击量|播放量|访问量",
        "web_votes": r"(网络|网上|线上|微信|在线)投票",
        "installs": r"安装(率|数|使用)|下载(率|量|使用)|注册率|使用率|关注(公众号|率|量)",
        "photos": r"照片|拍照|图片|截图|留痕",
        "notes": r"笔记|心得体会|学习心得|读后感|撰写心得",
        "media": r"媒体|报刊|见报|刊发|刊登|新闻(宣传|报道|稿)|宣传(报道|稿)|电视台|公众号[^，。；]{0,4}(发|刊)",
        "comments": r"批示|圈阅|签批肯定",
        "opinions": r"思想动态|思想状况|思想表现|情绪|态度(端正|好|差|评|分)|政治倾向|谈话内容|意见倾向",
        "paperwork": r"台账|上报材料|报送材料|工作总结|会议记录|登记簿|活动记录本",
    }.items()
}
DENIED = re.compile(r"(不得|不以|不把|不将|不再|禁止|严禁|不作为|不计|除外)[^，。；]*$")


def points_at_all(clause: Clause) -> bool:
    """False for a clause that is shown and never added."""
    return clause.counted


def texts(node: Clause | Tally) -> Iterator[str]:
    """The words of a node that say what it rewards: names, conditions, rows, then the quotation."""
    yield node.key
    yield node.title
    yield from _values(node.when)
    if isinstance(node, Clause):
        for row in (*node.rates, *node.extras):
            yield row.key
            yield from _values(row.when)
    yield node.basis.quote


def _values(match: Match) -> Iterator[str]:
    for test in match.tests:
        if not test.negated:
            yield from test.values


def grounds(node: Clause | Tally) -> Iterator[tuple[str, str]]:
    """(code, word) of every forbidden ground a node names, each code once."""
    for code, pattern in WORDS.items():
        for text in texts(node):
            found = next((m for m in pattern.finditer(text) if not DENIED.search(text[: m.start()])), None)
            if found is not None:
                yield code, found[0]
                break


def forbidden(scheme: Scheme) -> Iterator[tuple[str, str, Both, Facts]]:
    """(code, node, example, facts) for every node that counts towards points or a gate."""
    for node in (*scheme.tallies, *(c for c in clauses(scheme.total) if points_at_all(c))):
        for code, word in grounds(node):
            yield code, node.key, NONE, {"word": word}
