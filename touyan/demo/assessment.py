"""A published rule signed for the year, beside its whole text, whose clauses on notebooks the linter refuses."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files

from touyan.assessment import services, services_outside
from touyan.core import clock
from touyan.demo.city import City
from touyan.organizations.policy import actor_of

TITLE = "委员年度量化考核办法（示例，据广水公开办法）"


def for_year(year: int, *, whole: bool = False) -> str:
    """The published rule with its window moved to `year`: the members' scheme without its third block, or the `whole` text."""
    text = files("touyan.scoring.schemes").joinpath("hubei-guangshui.yaml").read_text()
    text = text.replace("考评周期: 2017 年度", f"考评周期: {year} 年度")
    text = text.replace("有效期: 2017-03-08 至 2018-03-07", f"有效期: {year} 年度")
    if whole:
        return text
    # The groups' scheme counts items on a website; it is left out with the notebooks.
    text = text.partition("  - 方案: 活动组\n")[0]
    before, third, after = text.partition("        - 部分: 学习\n")
    _study, fourth, rest = after.partition("        - 部分: 加分\n")
    return before + fourth + rest if third else text


def build(city: City) -> None:
    """The scheme stands in force; the office starts the year's run itself."""
    office, leader = actor_of(city.accounts["assess"]), actor_of(city.accounts["leader"])
    text = for_year(city.year)
    year = city.year
    services.scheme_draft(
        actor=office,
        body=city.root,
        title=TITLE,
        version="公开原文，学习笔记两项不得计分",
        text=for_year(year, whole=True),
    )
    draft = services.scheme_draft(actor=office, body=city.root, title=TITLE, version=f"{year}年示例", text=text)
    services.scheme_adopt(actor=leader, draft=draft)
    services_outside.outside_begin(
        actor=office,
        unit=city.root,
        title="党建工作考评（示例）",
        issuer="示例市委党建工作领导小组",
        year=year,
        due=clock.today() + dt.timedelta(days=20),
        example="party",
    )
