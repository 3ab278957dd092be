"""Brands for the tests: one of the branch that is whole, and work to link."""

from __future__ import annotations

import datetime as dt

from touyan.activities import services as activities
from touyan.activities.models import Activity
from touyan.activities.tests.held import kind, written
from touyan.brands import services
from touyan.brands.models import Brand, Promise
from touyan.core.clock import SHANGHAI
from touyan.organizations.policy import Actor
from touyan.organizations.tests.cast import Cast


def values(cast: Cast, **more: object) -> dict[str, object]:
    """What a brand of the branch says."""
    return {"kind": "branch", "unit": cast.branch, "name": "企业会诊日", **more}


def draft(cast: Cast, actor: Actor | None = None, **more: object) -> Brand:
    """A brand with a slogan alone."""
    said = values(cast, slogan="一月一企", **more)
    return services.brand_save(actor=actor or cast.secretary, brand=Brand(), values=said, version=None)


def promised(cast: Cast, brand: Brand, **more: object) -> Promise:
    """A monthly promise of the brand since the beginning of 2025."""
    said = {
        "whom": "小微企业", "what": "走访一家企业", "rhythm": "month", "sign": "形成问题清单", "start": dt.date(2025, 1, 1),
        "work_kinds": ["enterprise_visit"], **more,
    }  # fmt: skip
    return services.promise_save(
        actor=cast.secretary, brand=brand, promise=Promise(brand=brand), values=said, version=None
    )


def whole(cast: Cast, **more: object) -> Brand:
    """A brand that can be published."""
    brand = draft(cast, idea="把专业变成办法", orientation="企业点题", owner=cast.zhang, **more)
    for part, name in (("carrier", "会诊日"), ("mechanism", "销号办法")):
        services.element_add(actor=cast.secretary, brand=brand, values={"kind": part, "name": name})
    promised(cast, brand)
    return brand


def published(cast: Cast, day: dt.date = dt.date(2025, 1, 10), **more: object) -> Brand:
    """A brand that was published."""
    return services.brand_publish(actor=cast.secretary, brand=whole(cast, **more), day=day)


def visit(cast: Cast, year: int, month: int, day: int = 12, **more: object) -> Activity:
    """A visit to a business by the branch, held and with an outcome."""
    starts = dt.datetime(year, month, day, 14, tzinfo=SHANGHAI)
    base = {"kind": kind("enterprise_visit"), "starts": starts, "ends": starts + dt.timedelta(hours=2), **more}
    return activities.activity_record(actor=cast.secretary, written=written(cast, **base))
