"""A published rule signed for the year, and a first run up to midsummer that has taken effect."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files

from touyan.assessment import services
from touyan.demo.city import City
from touyan.organizations.policy import actor_of

TITLE = "委员年度量化考核办法（示例，据广水公开办法）"


def build(city: City) -> None:
    """The scheme stands in force; the office starts the year's run itself."""
    office, leader = actor_of(city.accounts["assess"]), actor_of(city.accounts["leader"])
    text = files("touyan.scoring.schemes").joinpath("hubei-guangshui.yaml").read_text()
    year = dt.date(city.year, 1, 1).year
    text = text.replace("考评周期: 2017 年度", f"考评周期: {year} 年度")
    text = text.replace("有效期: 2017-03-08 至 2018-03-07", f"有效期: {year} 年度")
    draft = services.scheme_draft(actor=office, body=city.root, title=TITLE, version=f"{year}年示例", text=text)
    services.scheme_adopt(actor=leader, draft=draft)
