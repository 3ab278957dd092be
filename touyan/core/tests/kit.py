"""Sample data for the page that shows every part of the interface (core/kit.html)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator

from touyan.core.errors import Difference, Refused, Stale
from touyan.core.tests import kit_pictures

TODAY = dt.date(2026, 11, 22)
PLACES = [
    ("待办", "todo", ""),
    ("日程", "calendar", ""),
    ("年度计划", "plan", "工作"),
    ("活动", "activity", "工作"),
    ("品牌", "brand", "工作"),
    ("协商", "consultation", "工作"),
    ("组织", "organization", "队伍"),
    ("委员名册", "members", "队伍"),
    ("履职档案", "file", "队伍"),
    ("考评", "assessment", "评价"),
    ("案例", "case", "评价"),
    ("驾驶舱", "overview", "评价"),
]
BOTTOM = [
    ("待办", "todo", "#"),
    ("日程", "calendar", "#"),
    ("记一笔", "pen", "#"),
    ("档案", "file", "#"),
]


class SampleForm(forms.Form):
    """Every kind of field."""

    title = forms.CharField(label="活动名称", help_text="写清是什么活动，例如：第一支部十一月主题党日。")
    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.CharField(label="地点", required=False)
    kind = forms.ChoiceField(label="种类", choices=[("1", "主题党日"), ("2", "支部党员大会"), ("3", "调研")])
    also = forms.MultipleChoiceField(
        label="同时也是",
        required=False,
        choices=[("a", "履职活动"), ("b", "联系群众"), ("c", "品牌活动")],
        widget=forms.CheckboxSelectMultiple,
    )
    way = forms.ChoiceField(label="方式", choices=[("x", "现场"), ("y", "线上")], widget=forms.RadioSelect)
    outcome = forms.CharField(
        label="成效", widget=forms.Textarea(attrs={"rows": 3}), help_text="写做成了什么，不写过程。"
    )
    paper = forms.FileField(label="材料", required=False, help_text="涉密内容不上网。")
    agreed = forms.BooleanField(label="已请参加的同志核对过名单", required=False)


def context() -> dict[str, Any]:
    """The whole page's data."""
    return {
        "demo": True,
        "today": TODAY,
        "unit_name": "杭州市政协第一临时党支部",
        "once_token": "sample-token",
        "nav": [{"label": p, "url": "#", "icon": i, "group": g, "active": p == "活动"} for p, i, g in PLACES],
        "bottom": [{"label": p, "url": u, "icon": i, "active": p == "待办"} for p, i, u in BOTTOM],
        "crumbs": [{"label": "年度计划", "url": "#"}, {"label": "2026年", "url": "#"}],
        "tabs": [
            {"label": "全部", "url": "#", "active": True, "count": 1248},
            {"label": "待办理", "url": "#", "count": 12},
            {"label": "已完成", "url": "#"},
            {"label": "已过期", "url": "#", "count": 0},
        ],
        "numbers": [
            {"label": "已完成任务", "value": "1,186", "unit": "项", "note": "截至11月22日", "url": "#", "kind": "done"},
            {"label": "已过期", "value": "3", "unit": "项", "note": "最久的过期 12 天", "url": "#", "kind": "late"},
            {"label": "党员委员出勤率", "value": "94.2", "unit": "%", "note": "212 人，2026年", "url": "#"},
            {"label": "全年用时", "value": "38", "unit": "小时/单位", "note": "比去年少 6 小时", "url": ""},
        ],
        "items": [
            {
                "title": "写下十一月主题党日",
                "url": "#",
                "facts": [
                    {"label": "期限", "value": "11月30日 周一", "icon": "calendar"},
                    {"label": "单位", "value": "第一支部", "icon": "flag"},
                ],
                "badge": {"kind": "due", "word": "还有 8 天"},
                "action": {"url": "#", "word": "去记一笔", "main": True},
            },
            {
                "title": "答复《老旧小区加装电梯的协商意见》中的两条建议，并说明办理时限",
                "url": "#",
                "facts": [
                    {"label": "期限", "value": "11月19日 周四", "icon": "calendar"},
                    {"label": "来自", "value": "上城区政协"},
                ],
                "badge": {"kind": "late", "word": "已过期 3 天"},
                "action": None,
            },
            {
                "title": "请对照您的履职档案",
                "url": "#",
                "facts": [{"label": "", "value": "公示到12月5日"}],
                "badge": {"kind": "info", "word": "公示中"},
                "action": None,
            },
        ],
        "badges": [
            {"kind": "done", "word": "已完成"},
            {"kind": "due", "word": "还有 2 天"},
            {"kind": "late", "word": "已过期 3 天"},
            {"kind": "rest", "word": "休眠"},
            {"kind": "info", "word": "公示中"},
        ],
        "days": [TODAY, TODAY - dt.timedelta(3), TODAY + dt.timedelta(2), TODAY + dt.timedelta(40), None],
        "lines": ["机关线", "专委会线"],
        "caption": "十一月的活动",
        "columns": [
            {"label": "活动"},
            {"label": "时间"},
            {"label": "单位"},
            {"label": "应到", "num": True},
            {"label": "出勤率", "num": True},
        ],
        "last": "状态",
        "rows": [
            {
                "cells": ["“请你来协商”：一老一小服务", "11月6日 周五", "提案委员会分党组", "46", "97.8%"],
                "url": "#",
                "badge": {"kind": "done", "word": "已完成"},
            },
            {
                "cells": ["第三支部主题党日", "11月12日 周四", "第三临时党支部", "21", "90.5%"],
                "url": "#",
                "badge": {"kind": "due", "word": "待核对"},
            },
            {
                "cells": ["委派民主监督小组季度会", "11月20日 周五", "社会法制委", "9", "—"],
                "url": "#",
                "badge": {"kind": "late", "word": "已过期 2 天"},
            },
        ],
        "page": Paginator(range(1248), 50).page(3),
        "card": {
            "title": "民生议事堂",
            "sub": "上城区小营街道",
            "text": "每月第二个周四，委员到堂听居民说事，三十天内答复。",
            "url": "#",
            "badge": {"kind": "done", "word": "生长"},
            "facts": [
                {"label": "服务谁", "value": "小营街道的居民和小店主"},
                {"label": "多久一次", "value": "每月"},
                {"label": "负责人", "value": "张三"},
            ],
        },
        "events": [
            {"when": dt.datetime(2026, 11, 12, 14, 30), "title": "张三写下了这次活动", "kind": "done"},
            {"when": dt.date(2026, 11, 13), "title": "李四核对了名单", "who": "第三支部", "kind": "done"},
            {"when": "11月20日前", "title": "请王五确认", "text": "还差一位确认。"},
        ],
        "progress": [
            {"label": "规定动作", "value": 212, "total": 248, "unit": "项"},
            {"label": "年中总结", "value": 31, "total": 31, "unit": "份", "kind": "done"},
            {"label": "已过期", "value": 3, "total": 248, "unit": "项", "kind": "late"},
        ],
        "empty": {
            "title": "这里会列出本支部的活动",
            "text": "书记或者参加的同志记一笔之后就有了。",
            "url": "#",
            "word": "记第一笔",
        },
        "problems": [
            {"place": "第 12 行，界别", "text": "没有“工商界”这个界别。", "remedy": "可以写：工商联、经济、农业。"},
            {"place": "第 40 行，姓名", "text": "空着。", "remedy": "请补上姓名，或者删去这一行。"},
        ],
        "refusal": Stale(
            [Difference("成效", "形成建议 3 条。", "形成建议 3 条，其中 1 条已被采纳。")],
            who="李四",
            when="11月22日 14:30",
        ),
        "plain_refusal": Refused("这次活动已经确认，不能再改名单。", possible="可以写一条更正。"),
        "form": SampleForm({"title": "", "day": "2026-13-01", "way": "x", "outcome": "形成建议 3 条。", "kind": "1"}),
        "confirm": {
            "word": "撤回公示",
            "what": "公示将停止，46 位委员的得分回到核对中。",
            "whom": "这 46 位委员会收到一条说明，其中写着您的姓名和理由。",
        },
        "pictures": kit_pictures.pairs(),
    }
